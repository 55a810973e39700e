import { hash } from "node:crypto";
import type { DataSource } from "typeorm";
import { READING_TYPE, RESOURCE_TYPE, SOURCE } from "./workload.js";
import { timed, type Writer } from "./writer.js";

/** What an ORM invites to: one entity after the other. */
export function typeormSave(dataSource: DataSource): Writer {
  const entity = (table: string): string => dataSource.entityMetadatas.find((meta) => meta.tableName === table)!.name;
  return {
    name: "TypeORM save, one a record",
    share: 1 / 40,
    // It looks for the row by a key with a Date in it, does not find it, and inserts.
    failsOnRepeats: true,
    write: (list, collectedOn, storageMode) =>
      timed(async () => {
        for (const { id, name, value } of list) {
          const mentionedOn = collectedOn;
          await dataSource.manager.save(entity("resource"), { id, type: RESOURCE_TYPE, name, mentionedOn });
          await dataSource.manager.save(entity(storageMode === "SNAPSHOT" ? "snapshot" : "series"), {
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
