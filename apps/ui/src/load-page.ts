/**
 * Wraps the loading of a page's module. What fails while the provider answers is a page of an older build, for which the router
 * loads everything anew; while it does not answer that would leave the reader with nothing, so it becomes an error like others.
 */
export function loading<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      return await load();
    } catch (cause) {
      if (await isProviderThere()) throw cause;
      throw new Error("This page has not been loaded before, and cannot be now", { cause });
    }
  };
}

async function isProviderThere(): Promise<boolean> {
  try {
    return (await fetch(new URL("healthz", document.baseURI), { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
