import type { Database } from "../reads/database.js";
import { changeAudited } from "./write-audit.js";

/** Returns whether there was one. */
export async function deleteRejection(database: Database, id: string, principal: string): Promise<boolean> {
  const statement = { text: "DELETE FROM rejection WHERE id = $1 RETURNING id" };
  const entry = { principal, action: "rejection.delete", target: id, outcome: "done" };
  return (await changeAudited(database, statement, [id], entry)).length === 1;
}
