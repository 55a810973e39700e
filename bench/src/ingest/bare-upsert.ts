import { hash } from "node:crypto";
import type { DataSource } from "typeorm";
import { READING_TYPE, RESOURCE_TYPE, SOURCE } from "./workload.js";
import { batches, timed, type Writer } from "./writer.js";

const RESOURCES = `
  INSERT INTO resource (id, type, name, mentioned_on)
  SELECT id, '${RESOURCE_TYPE}', n, c FROM jsonb_to_recordset($1::jsonb) AS i (id uuid, n text, c timestamptz)
  ON CONFLICT (id) DO UPDATE SET mentioned_on = excluded.mentioned_on
  WHERE resource.mentioned_on > excluded.mentioned_on`;

const CHANGES = `
  WITH changes AS (INSERT INTO change (changes) VALUES ($1))
  INSERT INTO type_tally (kind, type, count, newest)
  VALUES ('resource', '${RESOURCE_TYPE}', $2, '-infinity'), ($3, '${READING_TYPE}', $2, $4)`;

const INSERT = (table: string): string => `
  INSERT INTO ${table} (resource_id, type, collected_on, digest, source, value)
  SELECT id, '${READING_TYPE}', c, decode(d, 'hex'), '${SOURCE}', v
  FROM jsonb_to_recordset($1::jsonb) AS i (id uuid, c timestamptz, d text, v jsonb)`;

const SNAPSHOTS = `${INSERT("snapshot")}
  ON CONFLICT (resource_id, type) DO UPDATE
  SET collected_on = excluded.collected_on, digest = excluded.digest, source = excluded.source, value = excluded.value`;

const SERIES = `${INSERT("series")} ON CONFLICT DO NOTHING`;

/**
 * The ceiling: the same rows in the same tables, known to be valid, sorted and printed beforehand, three statements a batch. It writes
 * as many rows of changes and tallies as the sink does, though it could not know what to write into them.
 */
export function bareUpsert(dataSource: DataSource): Writer {
  return {
    name: "bare set-based upsert",
    share: 1,
    async write(list, collectedOn, storageMode, change) {
      const kind = storageMode === "SNAPSHOT" ? "snapshot" : "series";
      const prepared = batches(list.toSorted((a, b) => (a.id < b.id ? -1 : 1))).map((rows) => ({
        resources: `[${rows.map(({ id, name }) => `{"id":"${id}","n":"${name}","c":"${collectedOn}"}`).join(",")}]`,
        readings: `[${rows.map(({ id, value }) => `{"id":"${id}","c":"${collectedOn}","d":"${hash("sha256", value)}","v":${value}}`).join(",")}]`,
        changes: `[${rows.map(({ id }) => `["${id}","${RESOURCE_TYPE}","${change}",["${READING_TYPE}"]]`).join(",")}]`,
        count: rows.length,
      }));
      return timed(async () => {
        for (const { resources, readings, changes, count } of prepared) {
          await dataSource.transaction(async (manager) => {
            await manager.query(RESOURCES, [resources]);
            await manager.query(storageMode === "SNAPSHOT" ? SNAPSHOTS : SERIES, [readings]);
            if (change) await manager.query(CHANGES, [changes, count, kind, collectedOn]);
          });
        }
      });
    },
  };
}
