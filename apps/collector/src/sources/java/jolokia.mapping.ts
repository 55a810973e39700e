import { type JvmMemory, type JvmSample, timestampFromEpochMillis } from "@binnacle/contract";
import type { JolokiaAnswer, JolokiaAnswers } from "./jolokia.client.js";
import type { Observation } from "./observation.js";
import { maskArguments, selectParameters } from "./parameters.js";

/**
 * What the platform's MBeans tell of a virtual machine.
 * @throws Error if Jolokia did not give the runtime, without which nothing is known
 */
export function mapJolokia(answers: JolokiaAnswers, parameters: readonly string[]): Observation {
  const { runtime: answer } = answers;
  if (answer.status !== 200)
    throw new Error(`Jolokia does not give java.lang:type=Runtime: ${answer.status} ${answer.error ?? ""}`);
  const runtime = fieldsOf(answer);
  const properties = fieldsOf({ status: 200, value: runtime["SystemProperties"] });
  const system = fieldsOf(answers.system);
  const heap = memoryOf(fieldsOf(answers.memory)["HeapMemoryUsage"]);
  const collectors = collectorsOf(answers.collectors);
  const started = numberOf(runtime["StartTime"]);
  const processors = numberOf(system["AvailableProcessors"]);
  const javaVersion = textOf(properties["java.version"]);
  const startArguments = runtime["InputArguments"];
  return {
    runtime: {
      vm: withoutGaps({
        name: textOf(runtime["VmName"]),
        vendor: textOf(runtime["VmVendor"]),
        version: textOf(runtime["VmVersion"]),
      }),
      ...(javaVersion !== undefined && { javaVersion }),
      ...(started !== undefined && { startedOn: timestampFromEpochMillis(started) }),
      ...(heap?.maxBytes !== undefined && { maxHeapBytes: heap.maxBytes }),
      ...(processors !== undefined && { processors }),
      garbageCollectors: Object.keys(collectors),
      ...(Array.isArray(startArguments) && { arguments: maskArguments(startArguments, parameters) }),
      parameters: selectParameters(properties, parameters),
    },
    sample: heap === undefined ? undefined : sampleOf(answers, heap, collectors),
    sampledOn: timestampFromEpochMillis((answers.memory.timestamp ?? answer.timestamp ?? 0) * 1_000),
    callees: undefined,
  };
}

function sampleOf(
  answers: JolokiaAnswers,
  heap: JvmMemory,
  garbageCollection: JvmSample["garbageCollection"],
): JvmSample {
  const nonHeap = memoryOf(fieldsOf(answers.memory)["NonHeapMemoryUsage"]);
  const threads = numberOf(fieldsOf(answers.threading)["ThreadCount"]);
  const loadedClasses = numberOf(fieldsOf(answers.classes)["LoadedClassCount"]);
  const processCpu = numberOf(fieldsOf(answers.system)["ProcessCpuLoad"]);
  return {
    heap,
    ...(nonHeap && { nonHeap }),
    garbageCollection,
    ...(threads !== undefined && { threads }),
    ...(loadedClasses !== undefined && { loadedClasses }),
    // Negative until there is a first measurement.
    ...(processCpu !== undefined && processCpu >= 0 && { processCpu }),
  };
}

/** The value of a pattern is an object of MBeans by name. */
function collectorsOf(answer: JolokiaAnswer): JvmSample["garbageCollection"] {
  const entries = Object.values(fieldsOf(answer)).flatMap((bean) => {
    const { Name, CollectionCount, CollectionTime } = fieldsOf({ status: 200, value: bean });
    if (typeof Name !== "string") return [];
    return [
      [Name, { collections: numberOf(CollectionCount) ?? 0, milliseconds: numberOf(CollectionTime) ?? 0 }] as const,
    ];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function memoryOf(usage: unknown): JvmMemory | undefined {
  const { used, committed, max } = fieldsOf({ status: 200, value: usage });
  if (typeof used !== "number") return undefined;
  return {
    usedBytes: used,
    ...(typeof committed === "number" && { committedBytes: committed }),
    // -1: without a limit.
    ...(typeof max === "number" && max >= 0 && { maxBytes: max }),
  };
}

function fieldsOf({ status, value }: JolokiaAnswer): Record<string, unknown> {
  const isThere = status === 200 && typeof value === "object" && value !== null && !Array.isArray(value);
  return isThere ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function withoutGaps<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
