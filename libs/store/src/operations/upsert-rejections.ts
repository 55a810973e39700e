import type { Rejection } from "@binnacle/ingest";
import type { Connection } from "./connection.js";
import { jsonRows } from "./json-rows.js";

const SQL = `
INSERT INTO rejection AS j (
  id, code, detail, path, source, record, truncated, count, first_received_on, last_received_on,
  sent_on, content_encoding
)
SELECT id, max(code), max(detail), max(path), max(source), max(record), bool_or(truncated), count(*), min(on_), max(on_),
  max(sent_on), max(content_encoding)
FROM jsonb_to_recordset($1::jsonb) AS i (
  id uuid, code text, detail text, path text, source text, record text, truncated boolean, on_ timestamptz,
  sent_on timestamptz, content_encoding text
)
GROUP BY id
ORDER BY id
ON CONFLICT (id) DO UPDATE SET
  count = j.count + excluded.count,
  first_received_on = least(j.first_received_on, excluded.first_received_on),
  last_received_on = greatest(j.last_received_on, excluded.last_received_on),
  sent_on = greatest(j.sent_on, excluded.sent_on),
  content_encoding = excluded.content_encoding`;

/** Keeps what was refused; a repeat raises the count of the rejection that is there. */
export async function upsertRejections(connection: Connection, rejections: readonly Rejection[]): Promise<void> {
  await connection.query(SQL, [
    jsonRows(rejections, ({ receivedOn, sentOn, contentEncoding, ...rejection }) =>
      JSON.stringify({ ...rejection, on_: receivedOn, sent_on: sentOn, content_encoding: contentEncoding }),
    ),
  ]);
}
