import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "./client.js";

/** The provider searches for no less. */
export const LEAST_SEARCH_LENGTH = 3;
const MOST_FOUND = 20;

/** Resources that a text is found in; services first. */
export function useSearch(text: string) {
  return useQuery({
    queryKey: ["search", text],
    enabled: [...text].length >= LEAST_SEARCH_LENGTH,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const find = (query: { q: string; limit: number; type?: string[] }) =>
        client.get("/resources", { params: { query }, signal });
      const [services, others] = await Promise.all([
        find({ q: text, limit: MOST_FOUND, type: ["Service"] }),
        find({ q: text, limit: MOST_FOUND }),
      ]);
      const known = new Set(services.items.map(({ id }) => id));
      return [...services.items, ...others.items.filter(({ id }) => !known.has(id))].slice(0, MOST_FOUND);
    },
  });
}
