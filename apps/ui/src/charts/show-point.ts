import type { EChartsType } from "echarts/core";

/** A point of a chart over time, by its place in the option. */
export interface ChartPoint {
  seriesIndex: number;
  dataIndex: number;
  /** Its time, in milliseconds since 1970. */
  time: number;
}

interface Zoom {
  startValue: number;
  endValue: number;
}

/** Shows the tooltip of a point as if it were pointed at, and moves what is zoomed in on to it; hides it without one. */
export function showPoint(chart: EChartsType, point: ChartPoint | undefined): void {
  chart.dispatchAction({ type: "downplay" });
  if (point === undefined) {
    chart.dispatchAction({ type: "hideTip" });
    return;
  }
  const { time, ...place } = point;
  const [zoom] = (chart.getOption() as { dataZoom?: Zoom[] }).dataZoom ?? [];
  if (zoom && (time < zoom.startValue || time > zoom.endValue)) {
    const half = (zoom.endValue - zoom.startValue) / 2;
    chart.dispatchAction({ type: "dataZoom", startValue: time - half, endValue: time + half });
  }
  chart.dispatchAction({ type: "highlight", ...place });
  chart.dispatchAction({ type: "showTip", ...place });
}
