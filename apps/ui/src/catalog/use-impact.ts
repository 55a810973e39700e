import type { Answer } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

export type Impact = Answer<"/calculations/impact", "get">["result"];

/** What is asked about: versions of a package, or any Resource. */
export interface ImpactQuestion {
  dependency?: string | undefined;
  id?: string | undefined;
}

/** Who is affected by it. */
export function useImpact({ dependency, id }: ImpactQuestion) {
  return useQuery({
    queryKey: ["calculation", "impact", { dependency, id }],
    enabled: dependency !== undefined || id !== undefined,
    queryFn: ({ signal }) =>
      client.get("/calculations/impact", {
        params: { query: dependency !== undefined ? { dependency } : { id: id! } },
        signal,
      }),
  });
}
