import type { SnapshotTouch } from "@binnacle/ingest";
import { textArray, tidArray, timestampArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const TOUCH: Statement = {
  name: "sink.touch-snapshots",
  text: `
UPDATE snapshot s SET collected_on = i.c, source = i.s
FROM unnest($1::tid[], $2::timestamptz[], $3::text[]) AS i (place, c, s)
WHERE s.ctid = i.place`,
};

/** Moves time and source of locked snapshots whose value stays as it is. */
export async function touchSnapshots(
  connection: Connection,
  touches: readonly SnapshotTouch[],
  places: readonly string[],
): Promise<void> {
  await connection.query({
    ...TOUCH,
    values: [
      tidArray(places),
      timestampArray(touches.map(({ collectedOn }) => collectedOn)),
      textArray(touches.map(({ source }) => source)),
    ],
  });
}
