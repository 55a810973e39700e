import { useInfiniteQuery } from "@tanstack/react-query";
import { client } from "./client.js";

const PAGE_SIZE = 500;

/** A time series of one Resource, newest first, a page at a time. */
export function useSeries(id: string, type: string, from: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["resource", id, "series", type, from],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/resources/{id}/readings/{type}/series", {
        params: {
          path: { id, type },
          query: {
            limit: PAGE_SIZE,
            ...(from !== undefined && { from }),
            ...(pageParam !== undefined && { cursor: pageParam }),
          },
        },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
