import { MultiSelect } from "@mantine/core";
import type { Reading } from "@binnacle/client";
import { useMemo, useState } from "react";
import { Chart } from "../../charts/chart.js";
import { numberAt, numericFields } from "../../charts/numeric-fields.js";
import { EmptyState } from "../../states/empty-state.js";

/** More lines than this are there to be chosen, not shown at first. */
const LINES_AT_FIRST = 3;

/** The numbers of a series over time, one line for each place in the value that holds some. */
export function SeriesChart({ type, rows }: { type: string; rows: Reading[] }) {
  const fields = useMemo(() => numericFields(rows.map(({ value }) => value)), [rows]);
  const [chosen, setChosen] = useState<string[]>();
  const shown = useMemo(() => chosen ?? fields.slice(0, LINES_AT_FIRST), [chosen, fields]);
  const option = useMemo(() => {
    const oldestFirst = rows.toReversed();
    return {
      grid: { left: 8, right: 16, top: 40, bottom: 56, containLabel: true },
      legend: { top: 0, type: "scroll" },
      tooltip: { trigger: "axis" },
      xAxis: { type: "time" },
      yAxis: { type: "value", scale: true },
      dataZoom: [{ type: "inside" }, { type: "slider", height: 20, bottom: 8 }],
      series: shown.map((field) => ({
        name: nameOf(field),
        type: "line",
        showSymbol: rows.length < 60,
        sampling: "lttb",
        data: oldestFirst.flatMap(({ collectedOn, value }) => {
          const number = numberAt(value, field);
          return number === undefined ? [] : [[Date.parse(collectedOn), number]];
        }),
      })),
    };
  }, [rows, shown]);

  if (fields.length === 0)
    return (
      <EmptyState title="There are no numbers to draw">
        The values of this series hold none. Look at them as a table.
      </EmptyState>
    );
  return (
    <>
      {fields.length > 1 && (
        <MultiSelect
          label="Numbers"
          data={fields.map((field) => ({ value: field, label: nameOf(field) }))}
          value={shown}
          onChange={setChosen}
        />
      )}
      <Chart label={`${type}: ${shown.map(nameOf).join(", ")} over time`} option={option} height={360} />
    </>
  );
}

function nameOf(field: string): string {
  return field === "" ? "value" : field;
}
