import type { Database } from "../reads/database.js";

/** Returns whether there was one. */
export async function deleteRejection(database: Database, id: string): Promise<boolean> {
  const rows = await database.query({ text: "DELETE FROM rejection WHERE id = $1 RETURNING id" }, [id]);
  return rows.length === 1;
}
