import type { Answer } from "@binnacle/client";
import { useQuery } from "@tanstack/react-query";
import { refetchAfterChange } from "./calculation-age.js";
import { client } from "./client.js";

export type DependencyVulnerabilities = Answer<"/calculations/dependency-vulnerabilities", "get">["result"];
export type FoundVulnerability = DependencyVulnerabilities["vulnerabilities"][number];
export type EgressGraph = Answer<"/calculations/egress-graph", "get">["result"];

/** The known vulnerabilities of what a service depends on, with the path to each. */
export function useDependencyVulnerabilities(service: string) {
  return useQuery({
    queryKey: ["calculations", "dependency-vulnerabilities", service],
    queryFn: ({ signal }) =>
      client.get("/calculations/dependency-vulnerabilities", { params: { query: { service } }, signal }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}

/** Whom a service calls and who calls it, up to `depth` calls away. */
export function useEgressGraph(service: string, depth: number) {
  return useQuery({
    queryKey: ["calculations", "egress-graph", service, depth],
    queryFn: ({ signal }) =>
      client.get("/calculations/egress-graph", { params: { query: { service, depth } }, signal }),
    refetchInterval: ({ state }) => refetchAfterChange(state.data),
  });
}
