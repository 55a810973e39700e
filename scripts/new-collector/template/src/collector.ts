import { defineCollector, type SourceClient } from "@binnacle/collector";
import { mapServices, type ServiceList } from "./mapping.ts";

/** Fetches from the source and yields what it finds. Nothing is kept between runs but the client. */
export function createCollector(source: SourceClient) {
  return defineCollector({
    name: "__SOURCE__",
    schedule: "every 5m",
    // A complete run publishes every Service that the source knows: what is gone there goes here. Remove it if yours does not.
    owns: ["Service"],
    async *collect() {
      yield* mapServices(await source.getJson<ServiceList>("/services"));
    },
  });
}
