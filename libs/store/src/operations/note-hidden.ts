import { uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const INSERT: Statement = {
  name: "sink.note-hidden",
  text: "INSERT INTO hidden_note (resource_id) SELECT * FROM unnest($1::uuid[])",
};

/** Has the counts of what these Resources hide taken anew; rows that are added, and nobody waits for each other. */
export async function noteHidden(connection: Connection, ids: readonly string[]): Promise<void> {
  await connection.query({ ...INSERT, values: [uuidArray(ids)] });
}
