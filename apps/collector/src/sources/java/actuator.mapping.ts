import { type JvmMemory, type JvmSample, timestampFromEpochMillis, type Timestamp } from "@binnacle/contract";
import type { Callee } from "../../egress/call-targets.js";
import { type ActuatorAnswers, type ActuatorMetric, tagValues } from "./actuator.client.js";
import { calleeOfJdbcUrl } from "./jdbc-url.js";
import type { Observation } from "./observation.js";
import { selectParameters } from "./parameters.js";

/** Where Spring Boot keeps the URL of its database. */
export const JDBC_URL = "spring.datasource.url";

/** What Actuator tells of a virtual machine; `now` is when it was asked. */
export function mapActuator(answers: ActuatorAnswers, parameters: readonly string[], now: Timestamp): Observation {
  const { info, metrics, heapPools, collectors, properties } = answers;
  const { jvm = {}, vendor, version } = info.java ?? {};
  const vmVendor = jvm.vendor ?? vendor?.name;
  const started = valueOf(metrics["start"]);
  const processors = valueOf(metrics["processors"]);
  const limits = Object.values(heapPools).map((pool) => valueOf(pool) ?? -1);
  // The sum that Actuator gives counts -1 for each pool without a limit of its own.
  const limited = limits.filter((bytes) => bytes >= 0);
  const maxHeapBytes = limited.length > 0 ? limited.reduce((sum, bytes) => sum + bytes, 0) : undefined;
  const heap = memoryOf(metrics["heap.used"], metrics["heap.committed"], maxHeapBytes);
  return {
    runtime: {
      vm: {
        ...(jvm.name !== undefined && { name: jvm.name }),
        ...(vmVendor !== undefined && { vendor: vmVendor }),
        ...(jvm.version !== undefined && { version: jvm.version }),
      },
      ...(version !== undefined && { javaVersion: version }),
      ...(started !== undefined && { startedOn: timestampFromEpochMillis(Math.round(started * 1_000)) }),
      ...(maxHeapBytes !== undefined && { maxHeapBytes }),
      ...(processors !== undefined && { processors }),
      garbageCollectors: Object.keys(collectors).toSorted(),
      parameters: selectParameters(properties, parameters),
    },
    sample: heap && sampleOf(heap, answers),
    sampledOn: now,
    callees: calleesOf(answers),
  };
}

function sampleOf(heap: JvmMemory, { metrics, collectors }: ActuatorAnswers): JvmSample {
  const nonHeap = memoryOf(metrics["nonheap.used"], metrics["nonheap.committed"]);
  const [threads, loadedClasses, processCpu] = ["threads", "classes", "cpu"].map((name) => valueOf(metrics[name]));
  const garbageCollection = Object.keys(collectors)
    .toSorted()
    .map((name) => {
      const collections = valueOf(collectors[name], "COUNT") ?? 0;
      const seconds = valueOf(collectors[name], "TOTAL_TIME") ?? 0;
      return [name, { collections, milliseconds: Math.round(seconds * 1_000) }] as const;
    });
  return {
    heap,
    ...(nonHeap && { nonHeap }),
    garbageCollection: Object.fromEntries(garbageCollection),
    ...(threads !== undefined && { threads }),
    ...(loadedClasses !== undefined && { loadedClasses }),
    ...(processCpu !== undefined && processCpu >= 0 && { processCpu }),
  };
}

/** The hosts that its HTTP clients called, and its database; `undefined` where there is neither metric nor property. */
function calleesOf({ metrics, properties }: ActuatorAnswers): Observation["callees"] {
  const jdbc = properties[JDBC_URL];
  if (metrics["clients"] === undefined && jdbc === undefined) return undefined;
  // `client.name` since Spring Boot 3, `clientName` before.
  const hosts = [...tagValues(metrics["clients"], "client.name"), ...tagValues(metrics["clients"], "clientName")];
  const callees: { callee: Callee; protocol: string }[] = hosts
    .filter((host) => host !== "none")
    .map((host) => ({ callee: { host }, protocol: "http" }));
  const database = jdbc === undefined ? undefined : calleeOfJdbcUrl(jdbc);
  return database ? [...callees, { callee: database, protocol: database.system ?? "jdbc" }] : callees;
}

function memoryOf(
  used: ActuatorMetric | undefined,
  committed: ActuatorMetric | undefined,
  maxBytes?: number,
): JvmMemory | undefined {
  const [usedBytes, committedBytes] = [valueOf(used), valueOf(committed)];
  if (usedBytes === undefined) return undefined;
  return {
    usedBytes,
    ...(committedBytes !== undefined && { committedBytes }),
    ...(maxBytes !== undefined && { maxBytes }),
  };
}

function valueOf(metric: ActuatorMetric | undefined, statistic = "VALUE"): number | undefined {
  const value = metric?.measurements?.find((measurement) => measurement.statistic === statistic)?.value;
  return typeof value === "number" ? value : undefined;
}
