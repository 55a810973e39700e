import type { Answer } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

export type Attention = Answer<"/calculations/attention", "get">["result"];

/** Rejections, plans and lateness come without a change of the catalog. */
const REFRESH_MS = 15_000;
const MOST_EACH = 4;

/** What needs attention, the worst of each kind first. */
export function useAttention() {
  return useQuery({
    queryKey: ["calculations", "attention"],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => client.get("/calculations/attention", { params: { query: { limit: MOST_EACH } }, signal }),
  });
}
