import type { Answer } from "@binnacle/client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { refetchAfterChange } from "./calculation-age.js";
import { client } from "./client.js";

export type ScorecardResult = Answer<"/calculations/scorecard", "get">["result"];
export type ScoredResource = ScorecardResult["resources"][number];

const PAGE_SIZE = 1000;

/** How all Resources do on the first scorecard, a page after the other. */
export function useScorecardOfAll() {
  const query = useInfiniteQuery({
    queryKey: ["calculations", "scorecard"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/calculations/scorecard", {
        params: { query: { limit: PAGE_SIZE, ...(pageParam !== undefined && { after: pageParam }) } },
        signal,
      }),
    getNextPageParam: ({ isPartial, result }) => (isPartial ? result.resources.at(-1)?.name : undefined),
    refetchInterval: ({ state }) => refetchAfterChange(state.data?.pages[0]),
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return query;
}

/** How one Resource does on a scorecard; on the first one without its name. */
export function useScorecard(name: string, scorecard: string | undefined) {
  return useQuery({
    queryKey: ["calculations", "scorecard", name, scorecard],
    queryFn: ({ signal }) =>
      client.get("/calculations/scorecard", {
        params: { query: { name: [name], ...(scorecard !== undefined && { scorecard }) } },
        signal,
      }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}
