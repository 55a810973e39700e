import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

/** One Resource; nothing is asked for without an id. */
export function useResource(id: string | undefined) {
  return useQuery({
    queryKey: ["resource", id],
    enabled: id !== undefined,
    queryFn: ({ signal }) => client.get("/resources/{id}", { params: { path: { id: id! } }, signal }),
  });
}

/** The Resources above one, its parent first. */
export function useAncestors(id: string) {
  return useQuery({
    queryKey: ["resource", id, "ancestors"],
    queryFn: ({ signal }) => client.get("/resources/{id}/ancestors", { params: { path: { id } }, signal }),
  });
}

/** All its snapshots, and the types of its series. */
export function useReadings(id: string) {
  return useQuery({
    queryKey: ["resource", id, "readings"],
    queryFn: ({ signal }) => client.get("/resources/{id}/readings", { params: { path: { id } }, signal }),
  });
}
