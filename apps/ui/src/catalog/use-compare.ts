import type { Answer } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

export type Comparison = Answer<"/calculations/compare", "get">["result"];

/** What differs between the snapshots of two Resources, by id. */
export function useCompare(left: string | undefined, right: string | undefined) {
  return useQuery({
    queryKey: ["calculation", "compare", { left, right }],
    enabled: left !== undefined && right !== undefined,
    queryFn: ({ signal }) =>
      client.get("/calculations/compare", {
        params: { query: { leftId: left!, rightId: right!, equal: true } },
        signal,
      }),
  });
}
