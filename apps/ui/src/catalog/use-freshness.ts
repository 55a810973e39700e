import type { Answer } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

export type Freshness = Answer<"/calculations/freshness", "get">["result"];

/** Things become late without any change. */
const REFRESH_MS = 60_000;

/** What is late, by source and reading type. */
export function useFreshness() {
  return useQuery({
    queryKey: ["calculation", "freshness"],
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => client.get("/calculations/freshness", { signal }),
  });
}
