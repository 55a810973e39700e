import { useInfiniteQuery } from "@tanstack/react-query";
import { client } from "./client.js";

const PAGE_SIZE = 50;

/** The Resources whose parent it is, by type and name, a page at a time. */
export function useChildren(id: string) {
  return useInfiniteQuery({
    queryKey: ["resource", id, "children"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/resources/{id}/children", { params: { path: { id }, query: pageOf(pageParam) }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** The Resources that its readings refer to, a page at a time. */
export function useReferences(id: string) {
  return useInfiniteQuery({
    queryKey: ["resource", id, "references"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/resources/{id}/references", { params: { path: { id }, query: pageOf(pageParam) }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** The Resources whose readings refer to it, a page at a time. */
export function useReferrers(id: string) {
  return useInfiniteQuery({
    queryKey: ["resource", id, "referrers"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/resources/{id}/referrers", { params: { path: { id }, query: pageOf(pageParam) }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

function pageOf(cursor: string | undefined): { limit: number; cursor?: string } {
  return { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
}
