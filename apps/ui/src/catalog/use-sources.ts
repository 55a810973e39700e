import { ProblemError, type Item } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

export type Source = Item<"/sources">;

/** Records that change nothing are no part of the change feed, and are counted here all the same. */
const REFRESH_MS = 5_000;
const PAGE_SIZE = 1000;
const PROBE_TYPE = "QueueProbe";

/** Who publishes, with the time of the answer. */
export function useSources() {
  return useQuery({
    queryKey: ["sources"],
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const items: Source[] = [];
      for await (const source of client.items("/sources", { params: { query: { limit: PAGE_SIZE } }, signal }))
        items.push(source);
      return { items, countedOn: Date.now() };
    },
  });
}

/** When the newest of the housekeeper's probes was published that has come through the queue; `null` without any. */
export function useProbe() {
  return useQuery({
    queryKey: ["probe"],
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }) => {
      const query = { type: "Collector", name: "binnacle/housekeeper", readings: PROBE_TYPE };
      try {
        const { readings } = await client.get("/resources/by-name", { params: { query }, signal });
        return readings?.[PROBE_TYPE]?.collectedOn ?? null;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
}
