import { SnsPublisher } from "@binnacle/messaging";
import type { CatalogRecord } from "@binnacle/contract";
import type { InputRecord } from "../input/read-records.js";
import { judgeRecord } from "../input/judge-record.js";

/** What became of records that went to a topic. */
export interface SnsPublication {
  published: number;
  failed: { where: string; code: string; detail: string }[];
  warnings: { where: string; detail: string }[];
}

/** Publishes records to a topic, those only that the sink would accept: there is nobody on the way who would say no. */
export async function publishToTopic(topicArn: string, records: AsyncIterable<InputRecord>): Promise<SnsPublication> {
  const publication: SnsPublication = { published: 0, failed: [], warnings: [] };
  const publisher = new SnsPublisher({ topicArn });
  const sessions = new Map<string, ReturnType<SnsPublisher["open"]>>();
  const places = new WeakMap<CatalogRecord, string>();
  try {
    for await (const input of records) {
      const { where, source } = input;
      const { record, fault, warnings } = judgeRecord(input);
      publication.warnings.push(...warnings.map((detail) => ({ where, detail })));
      if (fault) publication.failed.push({ where, ...fault });
      if (!record) continue;
      places.set(record, where);
      const session = sessions.get(source) ?? publisher.open(source);
      sessions.set(source, session);
      await session.publish(record);
    }
    for (const session of sessions.values()) {
      const { published, failed } = await session.flush();
      publication.published += published;
      for (const { record, code, detail } of failed) {
        publication.failed.push({ where: places.get(record) ?? "a record", code, detail });
      }
    }
  } finally {
    await publisher.close();
  }
  return publication;
}
