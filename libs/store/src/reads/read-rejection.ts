import type { RedrivableRejection } from "@binnacle/ingest";
import { timestampText } from "./columns.js";
import type { Database } from "./database.js";

const SQL = `
SELECT id, path, source, record,
  ${timestampText("coalesce(sent_on, last_received_on)")} AS "sentOn", content_encoding AS "contentEncoding"
FROM rejection
WHERE id = $1`;

/** What a redrive needs of a rejection; `undefined` without such a one. */
export async function readRejection(database: Database, id: string): Promise<RedrivableRejection | undefined> {
  const [row] = await database.query<RedrivableRejection>({ text: SQL }, [id]);
  return row;
}
