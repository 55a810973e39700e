import { useInfiniteQuery } from "@tanstack/react-query";
import { client } from "./client.js";

/** What the explorer looks for; what is not given holds for all. */
export interface ResourceSearch {
  type?: string | undefined;
  namePrefix?: string | undefined;
  q?: string | undefined;
  parentId?: string | undefined;
}

const PAGE_SIZE = 200;

/** Resources by type and name, a page at a time, with how many there are in all. */
export function useResources({ type, namePrefix, q, parentId }: ResourceSearch) {
  return useInfiniteQuery({
    queryKey: ["resources", { type, namePrefix, q, parentId }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/resources", {
        params: {
          query: {
            ...(type !== undefined && { type: [type] }),
            ...(namePrefix !== undefined && { namePrefix }),
            ...(q !== undefined && { q }),
            ...(parentId !== undefined && { parentId }),
            ...(pageParam !== undefined && { cursor: pageParam }),
            limit: PAGE_SIZE,
            count: true,
          },
        },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
