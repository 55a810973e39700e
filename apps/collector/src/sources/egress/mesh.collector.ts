import { type CollectContext, Collector, SourceClient } from "@binnacle/collector";
import type { CatalogRecord, ResourceAddress } from "@binnacle/contract";
import { ConfigurationError } from "@binnacle/errors";
import { CallTargets } from "../../egress/call-targets.js";
import { EgressCalls } from "../../egress/egress-calls.js";
import { secretFrom } from "../../secret-from.js";
import type { Caller } from "./call-window.js";
import { mapCaller } from "./egress.mapping.js";
import { meshQueries, type MeshQuery } from "./mesh.mapping.js";
import type { EgressMeshOptions } from "./mesh.options.js";
import { querySeries } from "./prometheus.client.js";

/** Reads who calls whom off the counters of a service mesh's proxies, as Prometheus keeps them. */
@Collector({ name: "egress-mesh", schedule: "every 10m", timeout: "5m" })
export class EgressMeshCollector implements Collector {
  private readonly client: SourceClient;
  private readonly targets: CallTargets;
  private readonly queries: MeshQuery[];

  /** @throws ConfigurationError nothing is to be read, or the variable with credentials is not set */
  constructor(options: EgressMeshOptions) {
    const { url, authorizationFrom, callees } = options;
    const authorization =
      authorizationFrom === undefined ? undefined : secretFrom(authorizationFrom, "authorizationFrom");
    this.client = new SourceClient({
      baseUrl: url,
      ...(authorization !== undefined && {
        headers: { authorization },
        credentials: `${authorizationFrom} (authorizationFrom)`,
      }),
    });
    this.targets = new CallTargets(callees);
    this.queries = meshQueries(options);
    if (this.queries.length === 0) throw new ConfigurationError(["set istio or envoy"]);
  }

  async *collect({ warn }: CollectContext): AsyncGenerator<CatalogRecord> {
    const callers = new Map<string, { caller: Caller; calls: EgressCalls }>();
    // All is asked before anything is published: a part of what a service calls would look like the whole.
    for (const { expression, map } of this.queries) {
      for (const labels of await querySeries(this.client, expression)) {
        const call = map(labels);
        const target = call && this.targets.resourceOf(call.callee);
        if (call && target) add(callers, call.caller, target, call.protocol);
      }
    }
    for (const { caller, calls } of callers.values()) {
      try {
        yield* mapCaller(caller, calls.value());
      } catch (error) {
        warn(`${caller.service}/${caller.environment}`, error);
      }
    }
  }
}

function add(
  callers: Map<string, { caller: Caller; calls: EgressCalls }>,
  caller: Caller,
  target: ResourceAddress,
  protocol: string,
): void {
  const key = JSON.stringify([caller.service, caller.environment]);
  const known = callers.get(key) ?? { caller, calls: new EgressCalls() };
  callers.set(key, known);
  known.calls.add(target, protocol);
}
