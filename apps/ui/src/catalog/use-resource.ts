import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

const MOST_SHOWN = 100;

/** One Resource. */
export function useResource(id: string) {
  return useQuery({
    queryKey: ["resource", id],
    queryFn: ({ signal }) => client.get("/resources/{id}", { params: { path: { id } }, signal }),
  });
}

/** The Resources above one, its parent first. */
export function useAncestors(id: string) {
  return useQuery({
    queryKey: ["resource", id, "ancestors"],
    queryFn: ({ signal }) => client.get("/resources/{id}/ancestors", { params: { path: { id } }, signal }),
  });
}

/** The first Resources of those whose parent it is. */
export function useChildren(id: string) {
  return useQuery({
    queryKey: ["resource", id, "children"],
    queryFn: ({ signal }) =>
      client.get("/resources/{id}/children", { params: { path: { id }, query: { limit: MOST_SHOWN } }, signal }),
  });
}

/** The first Resources that its readings refer to. */
export function useReferences(id: string) {
  return useQuery({
    queryKey: ["resource", id, "references"],
    queryFn: ({ signal }) =>
      client.get("/resources/{id}/references", { params: { path: { id }, query: { limit: MOST_SHOWN } }, signal }),
  });
}

/** The first Resources whose readings refer to it. */
export function useReferrers(id: string) {
  return useQuery({
    queryKey: ["resource", id, "referrers"],
    queryFn: ({ signal }) =>
      client.get("/resources/{id}/referrers", { params: { path: { id }, query: { limit: MOST_SHOWN } }, signal }),
  });
}

/** All its snapshots, and the types of its series. */
export function useReadings(id: string) {
  return useQuery({
    queryKey: ["resource", id, "readings"],
    queryFn: ({ signal }) => client.get("/resources/{id}/readings", { params: { path: { id } }, signal }),
  });
}
