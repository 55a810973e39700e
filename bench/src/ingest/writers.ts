import { hash } from "node:crypto";
import { ingestBatch, type CatalogStore } from "@binnacle/ingest";
import type { DataSource } from "typeorm";
import { messages, READING_TYPE, RESOURCE_TYPE, SOURCE, type Reading } from "./workload.js";

/** A way to store readings. Returns the milliseconds that storing took, preparation apart. */
export interface Writer {
  name: string;
  /** Readings a run; fewer where the way is slow. */
  count: number;
  write(list: readonly Reading[], collectedOn: string): Promise<number>;
}

const BATCH = 1_000;

/** What the sink does with a batch, from the messages' text to the commit. */
export function sinkCore(store: CatalogStore): Writer {
  return {
    name: "sink core",
    count: 20_000,
    async write(list, collectedOn) {
      const texts = messages(list, collectedOn);
      return timed(async () => {
        for (let start = 0; start < texts.length; start += BATCH / 20) {
          const batch = texts.slice(start, start + BATCH / 20);
          await ingestBatch(
            batch.map((text) => ({ text, sentOn: collectedOn, receivedOn: collectedOn })),
            store,
          );
        }
      });
    },
  };
}

/** The ceiling: the same rows, known to be valid, sorted and printed beforehand, in two statements a batch. */
export function bareUpsert(dataSource: DataSource): Writer {
  const resources = `
    INSERT INTO resource (id, type, name, mentioned_on)
    SELECT id, '${RESOURCE_TYPE}', n, c FROM jsonb_to_recordset($1::jsonb) AS i (id uuid, n text, c timestamptz)
    ON CONFLICT (id) DO UPDATE SET mentioned_on = excluded.mentioned_on
    WHERE resource.mentioned_on > excluded.mentioned_on`;
  const snapshots = `
    INSERT INTO snapshot (resource_id, type, collected_on, digest, source, value)
    SELECT id, '${READING_TYPE}', c, decode(d, 'hex'), '${SOURCE}', v
    FROM jsonb_to_recordset($1::jsonb) AS i (id uuid, c timestamptz, d text, v jsonb)
    ON CONFLICT (resource_id, type) DO UPDATE
    SET collected_on = excluded.collected_on, digest = excluded.digest, source = excluded.source, value = excluded.value`;
  return {
    name: "bare set-based upsert",
    count: 20_000,
    async write(list, collectedOn) {
      const sorted = list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const batches: [string, string][] = [];
      for (let start = 0; start < sorted.length; start += BATCH) {
        const rows = sorted.slice(start, start + BATCH);
        batches.push([
          `[${rows.map(({ id, name }) => `{"id":"${id}","n":"${name}","c":"${collectedOn}"}`).join(",")}]`,
          `[${rows.map(({ id, value }) => `{"id":"${id}","c":"${collectedOn}","d":"${hash("sha256", value)}","v":${value}}`).join(",")}]`,
        ]);
      }
      return timed(async () => {
        for (const [resourceRows, snapshotRows] of batches) {
          await dataSource.transaction(async (manager) => {
            await manager.query(resources, [resourceRows]);
            await manager.query(snapshots, [snapshotRows]);
          });
        }
      });
    },
  };
}

/** What an ORM invites to: one entity after the other. */
export function typeormSave(dataSource: DataSource): Writer {
  const entity = (table: string): string => dataSource.entityMetadatas.find((meta) => meta.tableName === table)!.name;
  return {
    name: "TypeORM save, one a record",
    count: 500,
    write: (list, collectedOn) =>
      timed(async () => {
        for (const { id, name, value } of list) {
          await dataSource.manager.save(entity("resource"), {
            id,
            type: RESOURCE_TYPE,
            name,
            mentionedOn: collectedOn,
          });
          await dataSource.manager.save(entity("snapshot"), {
            resourceId: id,
            type: READING_TYPE,
            collectedOn,
            digest: hash("sha256", value, "buffer"),
            source: SOURCE,
            value: JSON.parse(value),
          });
        }
      }),
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
