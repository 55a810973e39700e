import { useQuery } from "@tanstack/react-query";
import { refetchAfterChange } from "./calculation-age.js";
import { client } from "./client.js";

/** What is collected later than it usually is. */
export function useLate() {
  return useQuery({
    queryKey: ["calculations", "freshness", "late"],
    queryFn: ({ signal }) => client.get("/calculations/freshness", { params: { query: { state: ["late"] } }, signal }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}

const MOST_REJECTIONS = 5;

/** The first records that were rejected. */
export function useRejections() {
  return useQuery({
    queryKey: ["rejections", "first"],
    queryFn: ({ signal }) => client.get("/rejections", { params: { query: { limit: MOST_REJECTIONS } }, signal }),
  });
}
