import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

/** The types of Resources and readings that there are, with their counts. */
export function useTypes() {
  return useQuery({ queryKey: ["types"], queryFn: ({ signal }) => client.get("/types", { signal }) });
}
