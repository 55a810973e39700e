import { ingestBatch, type CatalogStore } from "@binnacle/ingest";
import { messages } from "./workload.js";
import { timed, type Writer } from "./writer.js";

/** Messages that the sink hands to its core at once: 2 MiB or so. */
const HANDED_BYTES = 2 * 1024 * 1024;

/** What the sink does with its batches, from the messages' text to the commit; with several stores, as many sinks at once. */
export function sinkCore(name: string, stores: readonly CatalogStore[], transactions: number): Writer {
  return {
    name,
    share: 1,
    async write(list, collectedOn, storageMode) {
      const texts = messages(list, collectedOn, storageMode);
      const handed = Math.max(1, Math.floor(HANDED_BYTES / texts[0]!.length));
      let next = 0;
      return timed(() =>
        Promise.all(
          stores.map(async (store) => {
            while (next < texts.length) {
              const batch = texts.slice(next, (next += handed));
              await ingestBatch(
                batch.map((text) => ({ text, sentOn: collectedOn, receivedOn: collectedOn })),
                store,
                { transactions },
              );
            }
          }),
        ),
      );
    },
  };
}
