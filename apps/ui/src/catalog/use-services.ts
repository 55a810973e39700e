import type { Answer } from "@binnacle/client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { refetchAfterChange } from "./calculation-age.js";
import { client } from "./client.js";

export type ServiceOverview = Answer<"/calculations/service-overview", "get">["result"]["services"][number];
export type ServiceEnvironment = ServiceOverview["environments"][number];
export type ServiceInstance = Answer<"/calculations/service-instances", "get">["result"]["instances"][number];

const PAGE_SIZE = 500;

/** All services with what one asks first of each: a page at once, the others follow by themselves. */
export function useServices() {
  const query = useInfiniteQuery({
    queryKey: ["calculations", "service-overview"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.get("/calculations/service-overview", {
        params: {
          query: { limit: PAGE_SIZE, events: 0, ...(pageParam !== undefined && { after: pageParam }) },
        },
        signal,
      }),
    getNextPageParam: ({ result }) => result.next ?? undefined,
    refetchInterval: ({ state }) => refetchAfterChange(state.data?.pages[0]),
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return query;
}

/** One service, by name, with its last events. */
export function useService(name: string) {
  return useQuery({
    queryKey: ["calculations", "service-overview", name],
    queryFn: ({ signal }) =>
      client.get("/calculations/service-overview", { params: { query: { service: name, events: 10 } }, signal }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}

/** A service's own Resource with the readings that say what it is. */
export function useServiceReadings(name: string) {
  return useQuery({
    queryKey: ["resource", "Service", name],
    queryFn: ({ signal }) =>
      client.get("/resources/by-name", {
        params: { query: { type: "Service", name, readings: "ServiceDescription,CodeInsights" } },
        signal,
      }),
  });
}

const MOST_INSTANCES = 200;

/** What runs of a service in an environment, each with its health and what it says of itself. */
export function useInstances(service: string, environment: string) {
  return useQuery({
    queryKey: ["calculations", "service-instances", service, environment],
    queryFn: ({ signal }) =>
      client.get("/calculations/service-instances", {
        params: { query: { service, environment, limit: MOST_INSTANCES } },
        signal,
      }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}
