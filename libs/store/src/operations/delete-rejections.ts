import { uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const DELETE: Statement = {
  name: "sink.delete-rejections",
  text: "DELETE FROM rejection WHERE id = ANY ($1::uuid[])",
};

/** Removes locked rejections: their redrive was stored. */
export async function deleteRejections(connection: Connection, ids: readonly string[]): Promise<void> {
  await connection.query({ ...DELETE, values: [uuidArray(ids)] });
}
