import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord, ResourceAddress } from "@binnacle/contract";
import { BinnacleError, ConfigurationError } from "@binnacle/errors";
import { CallTargets } from "../../egress/call-targets.js";
import { EgressCalls } from "../../egress/egress-calls.js";
import { PrometheusClient } from "../../prometheus/prometheus.client.js";
import type { Caller } from "./call-window.js";
import { mapCaller } from "./egress.mapping.js";
import { type Labels, meshQueries, type MeshQuery } from "./mesh.mapping.js";
import type { EgressMeshOptions } from "./mesh.options.js";

/** Reads who calls whom off the counters of a service mesh's proxies, as Prometheus keeps them. */
@Collector({ name: "egress-mesh", schedule: "every 10m", timeout: "5m" })
export class EgressMeshCollector implements Collector {
  private readonly prometheus: PrometheusClient;
  private readonly targets: CallTargets;
  private readonly queries: MeshQuery[];

  /** @throws ConfigurationError nothing is to be read, or a variable with a secret is not set */
  constructor(options: EgressMeshOptions) {
    this.prometheus = new PrometheusClient(options);
    this.targets = new CallTargets(options.callees);
    this.queries = meshQueries(options);
    if (this.queries.length === 0) throw new ConfigurationError(["set istio or envoy"]);
  }

  async *collect({ startedOn, warn }: CollectContext): AsyncGenerator<CatalogRecord> {
    const time = Date.parse(startedOn) / 1_000;
    const callers = new Map<string, { caller: Caller; calls: EgressCalls }>();
    // All is asked before anything is published: a part of what a service calls would look like the whole.
    for (const { expression, map } of this.queries) {
      for (const labels of await this.seriesOf(expression, time)) {
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

  /** @throws BinnacleError if there are none to be had: the expressions are ours, and right */
  private async seriesOf(expression: string, time: number): Promise<Labels[]> {
    const answer = await this.prometheus.query(expression, time);
    if (answer.status === "error") throw new BinnacleError("SOURCE", `${answer.errorType}: ${answer.error}`);
    const { data } = answer;
    if (data.resultType === "vector") return data.result.map(({ metric }) => metric);
    throw new BinnacleError("SOURCE", `the answer to ${expression} is a ${data.resultType}, no vector`);
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
