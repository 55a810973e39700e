import { type CollectContext, Collector, inParallel, millisecondsOf, SourceClient } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { CallTargets } from "../../egress/call-targets.js";
import { EgressCalls } from "../../egress/egress-calls.js";
import { secretFrom } from "../../options/secret-from.js";
import { ActuatorClient } from "./actuator.client.js";
import { JDBC_URL, mapActuator } from "./actuator.mapping.js";
import { mapEgress, mapObservation } from "./java.mapping.js";
import type { JavaOptions, JavaTarget } from "./java.options.js";
import { readJolokia } from "./jolokia.client.js";
import { mapJolokia } from "./jolokia.mapping.js";
import type { Observation } from "./observation.js";

/** A virtual machine and how it is asked. */
interface Subject {
  target: JavaTarget;
  client: SourceClient;
}

/** The instances of one deployment, of which what they call is put together. */
interface Deployment {
  target: JavaTarget;
  calls: EgressCalls;
  /** All of its instances have told what they call. */
  isComplete: boolean;
}

/** Reads Java virtual machines through Spring Boot's Actuator or Jolokia. One that does not answer is a warning. */
@Collector({ name: "java", schedule: "every 1m", timeout: "2m" })
export class JavaCollector implements Collector {
  private readonly subjects: Subject[];
  private readonly callTargets: CallTargets;

  /** @throws ConfigurationError if a variable with credentials is not set */
  constructor(private readonly options: JavaOptions) {
    const timeoutMs = millisecondsOf(options.timeout);
    this.callTargets = new CallTargets(options.callees);
    this.subjects = options.targets.map((target, index) => {
      const { actuator, jolokia, authorizationFrom } = target;
      const option = `targets[${index}].authorizationFrom`;
      const authorization = authorizationFrom === undefined ? undefined : secretFrom(authorizationFrom, option);
      const client = new SourceClient({
        baseUrl: jolokia ?? actuator!,
        ...(authorization !== undefined && { headers: { authorization } }),
        timeoutMs,
        retries: 1,
        maxBytes: 4 * 1024 * 1024,
        concurrency: 4,
        ...(authorizationFrom !== undefined && { credentials: `${authorizationFrom} (${option})` }),
      });
      return { target, client };
    });
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const deployments = new Map<string, Deployment>();
    const { concurrency, samples, egress } = this.options;
    const results = inParallel(this.subjects, concurrency, (subject) => this.observe(subject, context));
    const yielded = new Set<string>();
    for await (const { target, observation } of results) {
      this.gather(deployments, target, observation);
      if (observation === undefined) continue;
      for (const record of mapObservation(target, observation, samples)) {
        // Instances share their service and deployment; once a run is enough.
        const key = record.kind === "resource" ? `${record.type}\n${record.name}` : undefined;
        if (key !== undefined && yielded.has(key)) continue;
        if (key !== undefined) yielded.add(key);
        yield record;
      }
    }
    if (!egress) return;
    for (const { target, calls, isComplete } of deployments.values()) {
      if (isComplete) yield mapEgress(target, calls.value());
    }
  }

  private async observe(
    { target, client }: Subject,
    { warn, now, signal }: CollectContext,
  ): Promise<{ target: JavaTarget; observation: Observation | undefined }> {
    const { parameters, egress } = this.options;
    try {
      if (target.jolokia !== undefined) {
        return { target, observation: mapJolokia(await readJolokia(client), parameters) };
      }
      const asked = now();
      const wanted = egress ? [...new Set([...parameters, JDBC_URL])] : parameters;
      const answers = await new ActuatorClient(client).read(wanted);
      return { target, observation: mapActuator(answers, parameters, asked) };
    } catch (error) {
      signal.throwIfAborted();
      warn(`${target.service}/${target.environment}/${target.instance}`, error);
      return { target, observation: undefined };
    }
  }

  /** A deployment of which an instance is silent keeps what it was said to call. */
  private gather(deployments: Map<string, Deployment>, target: JavaTarget, observation: Observation | undefined): void {
    const key = JSON.stringify([target.service, target.environment]);
    const known = deployments.get(key) ?? { target, calls: new EgressCalls(), isComplete: true };
    deployments.set(key, known);
    if (observation?.callees === undefined) known.isComplete = false;
    for (const { callee, protocol } of observation?.callees ?? []) {
      const address = this.callTargets.resourceOf(callee);
      if (address) known.calls.add(address, protocol);
    }
  }
}
