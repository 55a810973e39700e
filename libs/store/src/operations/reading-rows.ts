import type { SnapshotRow, SnapshotTouch } from "@binnacle/ingest";

/** The columns of a reading in a rows parameter. A JSON `null` as a value arrives as SQL NULL: `coalesce` makes it one again. */
export const READING_COLUMNS = "r uuid, t text, c timestamptz, s text, d text, v jsonb";

export function printTouch({ resourceId, type, collectedOn, source }: SnapshotTouch): string {
  return `{"r":"${resourceId}","t":"${type}","c":"${collectedOn}","s":"${source}"}`;
}

/** The value is spliced in as text: it is exact already, and large. */
export function printReading({
  resourceId,
  type,
  collectedOn,
  source,
  digest,
  text,
}: Omit<SnapshotRow, "references">): string {
  return `{"r":"${resourceId}","t":"${type}","c":"${collectedOn}","s":"${source}","d":"${digest}","v":${text}}`;
}
