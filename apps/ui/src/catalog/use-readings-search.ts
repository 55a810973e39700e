import { ProblemError } from "@binnacle/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { client } from "./client.js";

/** Which snapshots are looked for; what is not given holds for all. */
export interface ReadingsSearch {
  type?: string | undefined;
  resourceType?: string | undefined;
  /** An SQL/JSON path predicate over the value. */
  where?: string | undefined;
}

const PAGE_SIZE = 100;

/** Snapshots across Resources, a page at a time, with the Resources that they are of. */
export function useReadingsSearch({ type, resourceType, where }: ReadingsSearch) {
  return useInfiniteQuery({
    queryKey: ["readings", { type, resourceType, where }],
    initialPageParam: undefined as string | undefined,
    // A predicate that takes too long does so again.
    retry: (failures, error) => failures < 2 && error instanceof ProblemError && error.isPassing,
    queryFn: async ({ pageParam, signal }) => {
      const page = await client.get("/readings", {
        params: {
          query: {
            ...(type !== undefined && { type }),
            ...(resourceType !== undefined && { resourceType }),
            ...(where !== undefined && { where }),
            ...(pageParam !== undefined && { cursor: pageParam }),
            limit: PAGE_SIZE,
          },
        },
        signal,
      });
      const ids = [...new Set(page.items.map(({ resourceId }) => resourceId))];
      const resources =
        ids.length === 0 ? [] : (await client.post("/resources/query", { body: { ids }, signal })).items;
      const byId = new Map(resources.flatMap((resource) => (resource ? [[resource.id, resource] as const] : [])));
      return {
        items: page.items.map((reading) => ({ ...reading, resource: byId.get(reading.resourceId) })),
        nextCursor: page.nextCursor,
      };
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
