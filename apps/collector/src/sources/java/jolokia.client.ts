import type { SourceClient } from "@binnacle/collector";

/** One answer within a bulk answer of Jolokia. */
export interface JolokiaAnswer {
  /** 200, or why there is no value: 404 for an MBean that is not there. */
  status: number;
  value?: unknown;
  error?: string;
  /** When it was read, in seconds since 1970. */
  timestamp?: number;
}

const read = (mbean: string, ...attribute: string[]) => ({ type: "read", mbean: `java.lang:${mbean}`, attribute });

/** What is asked, all of it in one request. */
const REQUESTS = {
  runtime: read("type=Runtime", "VmName", "VmVendor", "VmVersion", "StartTime", "InputArguments", "SystemProperties"),
  memory: read("type=Memory", "HeapMemoryUsage", "NonHeapMemoryUsage"),
  collectors: read("type=GarbageCollector,name=*", "Name", "CollectionCount", "CollectionTime"),
  system: read("type=OperatingSystem", "AvailableProcessors", "ProcessCpuLoad"),
  threading: read("type=Threading", "ThreadCount"),
  classes: read("type=ClassLoading", "LoadedClassCount"),
};

export type JolokiaAnswers = Record<keyof typeof REQUESTS, JolokiaAnswer>;

/**
 * Reads the platform's MBeans by a bulk request (https://jolokia.org/reference/html/manual/jolokia_protocol.html). What a virtual machine lacks has a
 * status of its own.
 * @throws SourceError if there is no such answer
 */
export async function readJolokia(client: SourceClient): Promise<JolokiaAnswers> {
  const keys = Object.keys(REQUESTS) as (keyof typeof REQUESTS)[];
  // A bulk request is always answered with 200; what an agent refuses as a whole is one object with its own status.
  const answer = await client.request({ method: "POST", path: "", json: keys.map((key) => REQUESTS[key]) });
  const answers = answer.json<JolokiaAnswer[] | JolokiaAnswer>();
  if (!Array.isArray(answers)) throw new Error(`Jolokia refused the request: ${answers.status} ${answers.error ?? ""}`);
  return Object.fromEntries(keys.map((key, index) => [key, answers[index] ?? { status: 404 }])) as JolokiaAnswers;
}
