import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { ConsulRun } from "./consul-run.js";
import { ConsulClient } from "./consul.client.js";
import type { ConsulOptions } from "./consul.options.js";

/** Reads Consul's catalog, then waits for changes until the next run is due. */
@Collector({
  name: "consul",
  schedule: "every 2m",
  timeout: "5m",
  owns: ["Service", "ServiceDeployment", "ServiceInstance"],
})
export class ConsulCollector implements Collector {
  private readonly client: ConsulClient;

  /** @throws ConfigurationError if the token is not there */
  constructor(private readonly options: ConsulOptions) {
    this.client = new ConsulClient(options);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const run = new ConsulRun(this.client, this.options, context);
    const checks = this.options.watch && context.endBy !== undefined ? await this.client.checks() : undefined;
    yield* run.list();
    if (checks && context.endBy !== undefined) yield* run.watch(checks, context.endBy);
  }
}
