import { uuidArray } from "./binary-array.js";
import type { Connection, Statement } from "./connection.js";

const LOCK: Statement = {
  name: "sink.lock-rejections",
  text: "SELECT FROM rejection WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE",
};

/** Locks rejections that are to be raised or removed, in key order: two that do so crosswise would wait for each other. */
export async function lockRejections(connection: Connection, ids: readonly string[]): Promise<void> {
  await connection.query({ ...LOCK, values: [uuidArray(ids)] });
}
