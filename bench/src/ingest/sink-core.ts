import { ingestBatch, TransactionSlots, type CatalogStore } from "@binnacle/ingest";
import { messages } from "./workload.js";
import { timed, type Writer } from "./writer.js";

/** Messages that the sink hands to its core at once: 2 MiB or so. */
const HANDED_BYTES = 2 * 1024 * 1024;

/** How a sink works on a full queue: batches side by side, and transactions at a time of all of them. */
export interface Concurrency {
  batches: number;
  transactions: number;
}

/** As `apps/sink` does. */
export const SINK: Concurrency = { batches: 2, transactions: 3 };
export const ONE_BY_ONE: Concurrency = { batches: 1, transactions: 1 };

/** What the sink does with its batches, from the messages' text to the commit; with several stores, as many sinks at once. */
export function sinkCore(
  name: string,
  stores: readonly CatalogStore[],
  { batches, transactions }: Concurrency,
): Writer {
  return {
    name,
    share: 1,
    async write(list, collectedOn, storageMode) {
      const texts = messages(list, collectedOn, storageMode);
      const handed = Math.max(1, Math.floor(HANDED_BYTES / texts[0]!.length));
      let next = 0;
      const workOff = async (store: CatalogStore, slots: TransactionSlots): Promise<void> => {
        while (next < texts.length) {
          const batch = texts.slice(next, (next += handed));
          await ingestBatch(
            batch.map((text) => ({ text, sentOn: collectedOn, receivedOn: collectedOn })),
            store,
            { slots },
          );
        }
      };
      return timed(() =>
        Promise.all(
          stores.flatMap((store) => {
            const slots = new TransactionSlots(transactions);
            return Array.from({ length: batches }, () => workOff(store, slots));
          }),
        ),
      );
    },
  };
}
