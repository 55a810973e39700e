import { Badge, Text } from "@mantine/core";
import type { Freshness } from "../../catalog/use-freshness.js";
import { columnsOf } from "../../table/table-features.js";
import { durationText } from "../../values/duration-text.js";
import { Moment } from "../../values/moment.js";

type Item = Freshness["items"][number];

const COLORS = { late: "red", ok: "teal", unknown: "gray" } as const;
const column = columnsOf<Item>();

export const FRESHNESS_COLUMNS = column.columns([
  column.accessor("state", {
    header: "State",
    size: 110,
    cell: ({ getValue }) => (
      <Badge variant="light" color={COLORS[getValue()]} tt="none">
        {getValue()}
      </Badge>
    ),
  }),
  column.accessor("source", { header: "Source", size: 165, cell: ({ getValue }) => <Name>{getValue()}</Name> }),
  column.accessor("readingType", {
    header: "Reading type",
    size: 250,
    cell: ({ getValue }) => <Name>{getValue()}</Name>,
  }),
  column.accessor("storageMode", {
    header: "Kept as",
    size: 105,
    cell: ({ getValue }) => (getValue() === "SNAPSHOT" ? "snapshot" : "series"),
  }),
  column.accessor("newestOn", { header: "Newest", size: 105, cell: ({ getValue }) => <Moment time={getValue()} /> }),
  column.accessor("oldestOn", { header: "Oldest", size: 118, cell: ({ getValue }) => <Moment time={getValue()} /> }),
  column.accessor("intervalSeconds", {
    header: "Interval",
    size: 105,
    cell: ({ getValue }) => {
      const seconds = getValue();
      return seconds === null ? "not known" : durationText(seconds);
    },
  }),
  column.accessor("lateBySeconds", {
    header: "Late by",
    size: 100,
    cell: ({ getValue }) => {
      const seconds = getValue();
      return seconds === null ? "" : durationText(seconds);
    },
  }),
  column.accessor("resources", {
    header: "Resources",
    size: 128,
    cell: ({ getValue }) => getValue().toLocaleString("en"),
  }),
]);

function Name({ children }: { children: string }) {
  return (
    <Text size="sm" className="mono" truncate title={children}>
      {children}
    </Text>
  );
}
