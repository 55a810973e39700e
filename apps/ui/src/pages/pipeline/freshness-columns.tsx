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
    size: 125,
    cell: ({ getValue }) => (
      <Badge variant="light" color={COLORS[getValue()]} tt="none">
        {getValue()}
      </Badge>
    ),
  }),
  column.accessor("source", { header: "Source", size: 190, cell: ({ getValue }) => <Name>{getValue()}</Name> }),
  column.accessor("readingType", {
    header: "Reading type",
    size: 270,
    cell: ({ getValue }) => <Name>{getValue()}</Name>,
  }),
  column.accessor("storageMode", {
    header: "Kept as",
    size: 115,
    cell: ({ getValue }) => (getValue() === "SNAPSHOT" ? "snapshot" : "series"),
  }),
  column.accessor("newestOn", { header: "Newest", size: 110, cell: ({ getValue }) => <Moment time={getValue()} /> }),
  column.accessor("oldestOn", { header: "Oldest", size: 110, cell: ({ getValue }) => <Moment time={getValue()} /> }),
  column.accessor("intervalSeconds", {
    header: "Usually every",
    size: 150,
    cell: ({ getValue }) => {
      const seconds = getValue();
      return seconds === null ? "not known" : durationText(seconds);
    },
  }),
  column.accessor("lateBySeconds", {
    header: "Late by",
    size: 110,
    cell: ({ getValue }) => {
      const seconds = getValue();
      return seconds === null ? "" : durationText(seconds);
    },
  }),
  column.accessor("resources", {
    header: "Resources",
    size: 130,
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
