import { useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

/** The calculations that this provider has, with the schemas of their parameters. */
export function useCalculations() {
  return useQuery({ queryKey: ["calculations"], queryFn: ({ signal }) => client.get("/calculations", { signal }) });
}

/**
 * What a calculation answers for these parameters.
 * @param query `undefined`: nothing is asked yet
 */
export function useCalculation(name: string, query: Record<string, unknown> | undefined) {
  return useQuery({
    queryKey: ["calculation", name, "any", query],
    enabled: query !== undefined,
    queryFn: ({ signal }) =>
      // Each calculation has its own operation; by name alone, the parameters have no type.
      client.get("/calculations/{name}", { params: { path: { name }, query } as never, signal }),
  });
}
