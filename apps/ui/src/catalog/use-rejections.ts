import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.js";

const PAGE_SIZE = 100;
/** Rejections are no part of the change feed. */
const REFRESH_MS = 15_000;

/** What could not be accepted, a page at a time. */
export function useRejections() {
  return useInfiniteQuery({
    queryKey: ["rejections"],
    refetchInterval: REFRESH_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/rejections", {
        params: { query: { limit: PAGE_SIZE, ...(pageParam !== undefined && { cursor: pageParam }) } },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** Publishes a rejected record once more; the sink removes the rejection when it stores the record. */
export function useRedrive() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.post("/rejections/{id}/redrive", { params: { path: { id } } }),
    // Not waited for: what was decided on leaves the page with it, and could not say so any more.
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ["rejections"] }),
  });
}

/** Deletes a rejection, and with it the only copy of its record that the catalog keeps. */
export function useDeleteRejection() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.delete("/rejections/{id}", { params: { path: { id } } }),
    // Not waited for: what was decided on leaves the page with it, and could not say so any more.
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ["rejections"] }),
  });
}
