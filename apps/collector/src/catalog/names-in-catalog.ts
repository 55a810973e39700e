import type { SourceClient } from "@binnacle/collector";

interface Page {
  items: { name: string }[];
  nextCursor: string | null;
}

/** The largest page that a provider gives. */
const LIMIT = 1_000;

/**
 * The names of all present Resources of a type, from a provider's API.
 * @throws SourceError where it cannot be asked
 */
export async function namesInCatalog(client: SourceClient, type: string): Promise<string[]> {
  const names: string[] = [];
  const pages = client.pages<Page>("/api/v1/resources", {
    query: { type, limit: LIMIT },
    next(answer) {
      const { nextCursor } = answer.json<Page>();
      return nextCursor === null
        ? undefined
        : `?${new URLSearchParams({ type, limit: String(LIMIT), cursor: nextCursor })}`;
    },
  });
  for await (const { items } of pages) names.push(...items.map(({ name }) => name));
  return names;
}
