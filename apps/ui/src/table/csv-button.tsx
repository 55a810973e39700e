import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { csvText } from "./csv.js";

export interface CsvButtonProps {
  /** Of the file, without its ending. */
  name: string;
  header: readonly string[];
  /** Called on the click: what is shown then is what is saved. */
  rows: () => (readonly unknown[])[];
}

/** Saves what a table shows as a CSV file. */
export function CsvButton({ name, header, rows }: CsvButtonProps) {
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([csvText(header, rows())], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${name}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
      CSV
    </Button>
  );
}
