import { Skeleton, useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "react";
import { showPoint, type ChartPoint } from "./show-point.js";

export interface ChartProps {
  /** What the chart shows, in a sentence, for those who cannot see it. */
  label: string;
  /** Stable between renders. Tooltips must be text: ECharts sets `renderMode: "richText"` here, so nothing becomes markup. */
  option: EChartsCoreOption;
  height?: number;
  /** Called with the datum that was clicked. */
  onSelect?: (datum: unknown) => void;
  /** A point to show as if it were pointed at; stable between renders, and another one with a new option. */
  point?: ChartPoint | undefined;
}

/** An ECharts chart, loaded when first needed, in the page's colours and of its width. */
export function Chart({ label, option, height = 280, onSelect, point }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    let made: EChartsType | undefined;
    let isGone = false;
    const resize = new ResizeObserver(() => made?.resize());
    const make = async (): Promise<void> => {
      const { init } = await import("./echarts.js");
      if (isGone || !box.current) return;
      made = init(box.current, scheme === "dark" ? "dark" : undefined);
      resize.observe(box.current);
      setChart(made);
    };
    void make();
    return () => {
      isGone = true;
      resize.disconnect();
      made?.dispose();
      setChart(undefined);
    };
  }, [scheme]);

  useEffect(() => {
    chart?.setOption(
      {
        backgroundColor: "transparent",
        animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
        aria: { enabled: true, label: { description: label } },
        ...option,
        tooltip: { ...(option["tooltip"] as object | undefined), renderMode: "richText" },
        ...keptZoom(chart, option),
      },
      { notMerge: true },
    );
  }, [chart, option, label]);

  useEffect(() => {
    if (!chart || !onSelect) return undefined;
    const select = (event: { data: unknown }): void => onSelect(event.data);
    chart.on("click", select as never);
    return () => {
      if (!chart.isDisposed()) chart.off("click", select as never);
    };
  }, [chart, onSelect]);

  useEffect(() => {
    if (!chart || !point) return undefined;
    showPoint(chart, point);
    return () => {
      if (!chart.isDisposed()) showPoint(chart, undefined);
    };
  }, [chart, point]);

  return (
    <div style={{ position: "relative", height }}>
      {!chart && <Skeleton height={height} />}
      <div ref={box} role="img" aria-label={label} style={{ position: "absolute", inset: 0 }} />
    </div>
  );
}

interface Zoom {
  start?: number;
  end?: number;
}

/** What the reader zoomed into stays, also where new data comes in. */
function keptZoom(chart: EChartsType, option: EChartsCoreOption): { dataZoom?: Zoom[] } {
  const wanted = option["dataZoom"] as Zoom[] | undefined;
  // A chart that has not been drawn yet has no option at all.
  const before = (chart.getOption() as { dataZoom?: Zoom[] } | undefined)?.dataZoom;
  if (!wanted || before?.length !== wanted.length) return {};
  return {
    dataZoom: wanted.map((zoom, index) => {
      const { start = 0, end = 100 } = before[index]!;
      return { ...zoom, start, end };
    }),
  };
}
