import { type CollectContext, Collector, millisecondsOf } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { KubernetesRun } from "./kubernetes-run.js";
import { KubernetesClient } from "./kubernetes.client.js";
import type { KubernetesOptions } from "./kubernetes.options.js";
import { loadKubeConfig } from "./load-kube-config.js";

/**
 * Lists a cluster, then watches its pods until the next run is due. A run is both, rather than a watch beside the runs: nothing is kept from one run to
 * the next, a list that is missing something is made good by the next one, and the watch ends with the process without being told.
 */
@Collector({
  name: "kubernetes",
  schedule: "every 2m",
  timeout: "5m",
  owns: ["Service", "ServiceDeployment", "ServiceInstance", "ContainerImage"],
})
export class KubernetesCollector implements Collector {
  private readonly client: KubernetesClient;

  /** @throws ConfigurationError without a cluster to read */
  constructor(private readonly options: KubernetesOptions) {
    const { pageSize, timeout } = options;
    this.client = new KubernetesClient(loadKubeConfig(options), { pageSize, timeoutMs: millisecondsOf(timeout) });
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const run = new KubernetesRun(this.client, this.options, context);
    yield* run.list();
    if (this.options.watch && context.endBy !== undefined) yield* run.watch(context.endBy);
  }
}
