import type { Item } from "@binnacle/client";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.js";

export type Plan = Item<"/housekeeping/plans">;
export type Run = Item<"/housekeeping/runs">;

const PAGE_SIZE = 50;
/** Plans and runs are no part of the change feed. */
const REFRESH_MS = 15_000;

/** What housekeeping held back to be decided, or all that was ever planned, a page at a time. */
export function usePlans(status: Plan["status"] | undefined) {
  return useInfiniteQuery({
    queryKey: ["housekeeping", "plans", status],
    refetchInterval: REFRESH_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/housekeeping/plans", {
        params: {
          query: {
            limit: PAGE_SIZE,
            ...(status !== undefined && { status }),
            ...(pageParam !== undefined && { cursor: pageParam }),
          },
        },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** What housekeeping removed, a page at a time. */
export function useRuns() {
  return useInfiniteQuery({
    queryKey: ["housekeeping", "runs"],
    refetchInterval: REFRESH_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/housekeeping/runs", {
        params: { query: { limit: PAGE_SIZE, ...(pageParam !== undefined && { cursor: pageParam }) } },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** Has a plan carried out, or what it speaks of kept. */
export function useDecidePlan(decision: "approve" | "reject") {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const params = { path: { id } };
      if (decision === "approve") await client.post("/housekeeping/plans/{id}/approve", { params });
      else await client.post("/housekeeping/plans/{id}/reject", { params });
    },
    // Not waited for: what was decided on leaves the page with it, and could not say so any more.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ["housekeeping"] }),
  });
}

/** Brings back what a run removed. */
export function useUndoRun() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.post("/housekeeping/runs/{id}/undo", { params: { path: { id } } }),
    // Not waited for: what was decided on leaves the page with it, and could not say so any more.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ["housekeeping"] }),
  });
}
