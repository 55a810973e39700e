import { Group, Modal, Text, UnstyledButton } from "@mantine/core";
import type { Reading } from "@binnacle/client";
import type { SortingState } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { CsvButton } from "../../table/csv-button.js";
import { DataTable } from "../../table/data-table.js";
import { columnsOf } from "../../table/table-features.js";
import { JsonTree } from "../../values/json-tree.js";
import { valueText } from "../../values/value-text.js";

const column = columnsOf<Reading>();

function columnsWith(open: (reading: Reading) => void) {
  return column.columns([
    column.accessor("collectedOn", {
      header: "Collected on",
      size: 200,
      cell: ({ getValue }) => <time dateTime={getValue()}>{new Date(getValue()).toLocaleString()}</time>,
    }),
    column.accessor(({ value }) => valueText(value), {
      id: "value",
      header: "Value",
      size: 520,
      cell: ({ getValue, row }) => (
        <UnstyledButton w="100%" title="Open the value" onClick={() => open(row.original)}>
          <Text size="sm" className="mono" truncate>
            {getValue()}
          </Text>
        </UnstyledButton>
      ),
    }),
    column.accessor("source", { header: "Source", size: 140 }),
  ]);
}

/** A series row by row; a value opens as a tree. */
export function SeriesTable({ type, rows }: { type: string; rows: Reading[] }) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const [opened, setOpened] = useState<Reading>();
  const columns = useMemo(() => columnsWith(setOpened), []);
  return (
    <>
      <Group justify="end">
        <CsvButton
          name={type}
          header={["collectedOn", "source", "value"]}
          rows={() => rows.map(({ collectedOn, source, value }) => [collectedOn, source, valueText(value)])}
        />
      </Group>
      <DataTable
        label={`Series ${type}`}
        columns={columns as never}
        rows={rows}
        rowId={(row) => row.id ?? row.collectedOn}
        sorting={sorting}
        onSortingChange={setSorting}
        height="60vh"
      />
      <Modal
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        size="lg"
        title={opened && `${type}, ${new Date(opened.collectedOn).toLocaleString()}`}
      >
        {opened && <JsonTree value={opened.value} />}
      </Modal>
    </>
  );
}
