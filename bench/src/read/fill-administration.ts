import { ingestBatch } from "@binnacle/ingest";
import { PostgresCatalogStore } from "@binnacle/store";
import type { DataSource } from "typeorm";

/** Ids of what people decide about. */
export interface Administration {
  rejections: string[];
  plans: string[];
  runs: string[];
}

const ROWS = 5_000;
const PER_MESSAGE = 1_000;

const INSERT_PLANS = `
INSERT INTO housekeeping_plan (id, rule, resource_type, reason, horizon, counts, examples, status, planned_on)
SELECT md5('plan ' || n)::uuid, 'rule-' || n, 'ServiceInstance', 'more than a fifth of its type', $1::timestamptz,
  '[{"type": "ServiceInstance", "count": 30, "total": 100}]', '[]', 'held', $1::timestamptz - n * interval '1 minute'
FROM generate_series(1, ${ROWS}) n
RETURNING id`;

const INSERT_RUNS = `
INSERT INTO housekeeping_run (id, rule, resource_type, reason, horizon, seen_on, removed, started_on, ended_on, undoable_until)
SELECT md5('run ' || n)::uuid, 'rule-' || n, 'ServiceInstance', 'silent for a week', t.on, t.on, 0, t.on, t.on, $1::timestamptz + interval '30 days'
FROM generate_series(1, ${ROWS}) n
CROSS JOIN LATERAL (SELECT $1::timestamptz - n * interval '1 minute' AS on) t
RETURNING id`;

/** Rejections, by a sink's core; plans and runs of a housekeeper. */
export async function fillAdministration(dataSource: DataSource, base: string): Promise<Administration> {
  const receivedOn = base.replace("Z", ".000000Z");
  const store = new PostgresCatalogStore(dataSource);
  for (let start = 0; start < ROWS; start += PER_MESSAGE) {
    const records = Array.from({ length: PER_MESSAGE }, (_, index) => ({
      kind: "reading",
      resource: { type: "ServiceInstance", name: `unreadable-${start + index}` },
      type: "not a type",
      value: { status: "up" },
    }));
    const text = JSON.stringify({ source: "company/collector-0", records });
    await ingestBatch([{ text, sentOn: receivedOn, receivedOn }], store);
  }
  const ids = async (text: string, values: unknown[] = []): Promise<string[]> =>
    ((await dataSource.query(text, values)) as { id: string }[]).map(({ id }) => id);
  return {
    rejections: await ids("SELECT id FROM rejection ORDER BY id"),
    plans: await ids(INSERT_PLANS, [base]),
    runs: await ids(INSERT_RUNS, [base]),
  };
}
