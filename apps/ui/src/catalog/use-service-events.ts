import type { Answer } from "@binnacle/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { refetchAfterChange } from "./calculation-age.js";
import { client } from "./client.js";

export type ServiceEvents = Answer<"/calculations/service-events", "get">["result"];
export type ServiceEvent = ServiceEvents["events"][number];

const MOST_EVENTS = 2000;
const DAY_MS = 86_400_000;

/** What happened to a service and everything below it in the last `days`. */
export function useServiceEvents(service: string, days: number) {
  return useQuery({
    queryKey: ["calculations", "service-events", service, days],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      client.get("/calculations/service-events", {
        params: { query: { service, from: dayBefore(days), bucket: "PT1H", limit: MOST_EVENTS } },
        signal,
      }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}

/** On a whole minute, so that those who look at the same time share an answer. */
function dayBefore(days: number): string {
  return new Date(Math.floor((Date.now() - days * DAY_MS) / 60_000) * 60_000).toISOString();
}
