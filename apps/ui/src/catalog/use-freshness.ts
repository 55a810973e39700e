import type { Answer } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

export type Freshness = Answer<"/calculations/freshness", "get">["result"];

/** What is late, by source and reading type. */
export function useFreshness() {
  return useQuery({
    queryKey: ["calculation", "freshness"],
    queryFn: ({ signal }) => client.get("/calculations/freshness", { signal }),
  });
}
