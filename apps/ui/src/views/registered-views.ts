/** Reading types with the addresses of the modules that draw them. */
export type RegisteredViews = ReadonlyMap<string, string>;

/**
 * Reads `views.json`: `{"views": [{"readingType": "HealthCheck", "module": "./health-check.js"}]}`.
 * @param base its own address: modules are relative to it, and a module of another origin is left out
 */
export function registeredViews(document: unknown, base: string): RegisteredViews {
  const { views } = (document ?? {}) as { views?: unknown };
  const registered = new Map<string, string>();
  for (const entry of Array.isArray(views) ? views : []) {
    const { readingType, module } = (entry ?? {}) as { readingType?: unknown; module?: unknown };
    if (typeof readingType !== "string" || typeof module !== "string" || !URL.canParse(module, base)) continue;
    const url = new URL(module, base);
    if (url.origin === new URL(base).origin && url.protocol.startsWith("http")) registered.set(readingType, url.href);
  }
  return registered;
}
