import type { CatalogStore } from "@binnacle/ingest";
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

const TRACER = trace.getTracer("@binnacle/sink");

/** Makes a span of every transaction, collisions and their repeats included; it ends with the commit. */
export function tracedStore(store: CatalogStore): CatalogStore {
  return {
    transaction(work) {
      const attributes = { "db.system.name": "postgresql" };
      return TRACER.startActiveSpan("transaction", { kind: SpanKind.CLIENT, attributes }, async (span) => {
        try {
          return await store.transaction(work);
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  };
}
