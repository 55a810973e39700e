import { useQuery } from "@tanstack/react-query";
import { refetchAfterChange } from "./calculation-age.js";
import { client } from "./client.js";

const MOST = 10;

/** What happened last, anywhere. */
export function useRecentEvents() {
  return useQuery({
    queryKey: ["calculations", "recent-events"],
    queryFn: ({ signal }) => client.get("/calculations/recent-events", { params: { query: { limit: MOST } }, signal }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}
