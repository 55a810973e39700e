import { Code, Text } from "@mantine/core";
import type { Rejection } from "@binnacle/client";
import { parseExactly } from "../../values/exact-number.js";
import { JsonTree } from "../../values/json-tree.js";

/** A record as it was received: as a tree if it is JSON, else as text. */
export function RejectedRecord({ rejection: { record, truncated } }: { rejection: Rejection }) {
  const value = truncated ? undefined : parsed(record);
  return (
    <div style={{ marginTop: 12 }}>
      {truncated && (
        <Text size="sm" c="dimmed" mb="xs">
          Only its beginning was kept.
        </Text>
      )}
      {value === undefined ? (
        <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", maxHeight: 320, overflowY: "auto" }}>
          {record}
        </Code>
      ) : (
        <JsonTree value={value} />
      )}
    </div>
  );
}

function parsed(text: string): unknown {
  try {
    const value: unknown = parseExactly(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
