import type { Rejection } from "@binnacle/ingest";
import type { Connection, Statement } from "./connection.js";
import { jsonRows } from "./json-rows.js";

/** What refused records come to as rows; a batch may refuse the same text several times. */
const ROWS = `
SELECT id, max(code) AS code, max(detail) AS detail, max(path) AS path, max(source) AS source, max(record) AS record,
  bool_or(truncated) AS truncated, count(*) AS count, min(on_) AS first_received_on, max(on_) AS last_received_on,
  max(sent_on) AS sent_on, max(content_encoding) AS content_encoding
FROM jsonb_to_recordset($1::jsonb) AS i (
  id uuid, code text, detail text, path text, source text, record text, truncated boolean, on_ timestamptz,
  sent_on timestamptz, content_encoding text
)
GROUP BY id
ORDER BY id`;

const INSERT: Statement = {
  name: "sink.insert-rejections",
  text: `
INSERT INTO rejection (
  id, code, detail, path, source, record, truncated, count, first_received_on, last_received_on, sent_on, content_encoding
)
${ROWS}
ON CONFLICT DO NOTHING
RETURNING id`,
};

const REPEAT: Statement = {
  name: "sink.repeat-rejections",
  text: `
UPDATE rejection j SET
  count = j.count + i.count,
  first_received_on = least(j.first_received_on, i.first_received_on),
  last_received_on = greatest(j.last_received_on, i.last_received_on),
  sent_on = greatest(j.sent_on, i.sent_on),
  content_encoding = i.content_encoding
FROM (${ROWS}) AS i
WHERE j.id = i.id`,
};

/** Keeps what was refused for the first time, and returns the rest. */
export async function insertRejections(
  connection: Connection,
  rejections: readonly Rejection[],
): Promise<readonly Rejection[]> {
  const { rows } = await connection.query<{ id: string }>({ ...INSERT, values: [print(rejections)] });
  const inserted = new Set(rows.map(({ id }) => id));
  return rejections.filter(({ id }) => !inserted.has(id));
}

/** Raises the counts of rejections that are there and locked. */
export async function repeatRejections(connection: Connection, rejections: readonly Rejection[]): Promise<void> {
  await connection.query({ ...REPEAT, values: [print(rejections)] });
}

function print(rejections: readonly Rejection[]): string {
  return jsonRows(rejections, ({ receivedOn, sentOn, contentEncoding, ...rejection }) =>
    JSON.stringify({ ...rejection, on_: receivedOn, sent_on: sentOn, content_encoding: contentEncoding }),
  );
}
