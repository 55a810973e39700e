import type { Connection } from "./connection.js";

const SQL = "DELETE FROM rejection WHERE id = ANY($1::uuid[])";

/**
 * Removes rejections whose redrive was stored. In one transaction with others that are kept it may collide with a
 * sink that does the same the other way round; one of the two is then tried again.
 */
export async function deleteRejections(connection: Connection, ids: readonly string[]): Promise<void> {
  await connection.query(SQL, [ids]);
}
