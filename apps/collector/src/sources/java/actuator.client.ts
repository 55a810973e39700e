import type { SourceClient } from "@binnacle/collector";

/** A metric as Actuator shows it: https://docs.spring.io/spring-boot/api/rest/actuator/metrics.html */
export interface ActuatorMetric {
  measurements?: { statistic?: string; value?: number }[];
  availableTags?: { tag?: string; values?: string[] }[];
}

/** What Actuator gives of an application; each part only where it is exposed and known. */
export interface ActuatorAnswers {
  info: ActuatorInfo;
  /** By metric. */
  metrics: Record<string, ActuatorMetric>;
  /** `jvm.memory.max` of the heap, by memory pool. */
  heapPools: Record<string, ActuatorMetric>;
  /** `jvm.gc.pause`, by collector. */
  collectors: Record<string, ActuatorMetric>;
  /** Values of `env`, by key, as far as they are shown. */
  properties: Record<string, string>;
}

export interface ActuatorInfo {
  java?: {
    version?: string;
    vendor?: { name?: string };
    jvm?: { name?: string; vendor?: string; version?: string };
  };
}

interface ActuatorProperty {
  property?: { value?: unknown };
}

const METRICS = {
  "heap.used": "jvm.memory.used?tag=area:heap",
  "heap.committed": "jvm.memory.committed?tag=area:heap",
  "heap.max": "jvm.memory.max?tag=area:heap",
  "nonheap.used": "jvm.memory.used?tag=area:nonheap",
  "nonheap.committed": "jvm.memory.committed?tag=area:nonheap",
  "gc.pause": "jvm.gc.pause",
  threads: "jvm.threads.live",
  classes: "jvm.classes.loaded",
  cpu: "process.cpu.usage",
  processors: "system.cpu.count",
  start: "process.start.time",
  clients: "http.client.requests",
} as const;

/** What stands for a value that is not shown. */
const HIDDEN = /^\*+$/;

/** Reads one application's Actuator. Raises a `SourceError` for whatever is no 404. */
export class ActuatorClient {
  constructor(private readonly client: SourceClient) {}

  async read(parameters: readonly string[]): Promise<ActuatorAnswers> {
    const info = ((await this.get<ActuatorInfo>("info")) ?? {}) satisfies ActuatorInfo;
    const metrics = await this.getAll(Object.entries(METRICS).map(([name, path]) => [name, `metrics/${path}`]));
    const pools = tagValues(metrics["heap.max"], "id");
    const collectors = tagValues(metrics["gc.pause"], "gc");
    const [heapPools, pauses, properties] = await Promise.all([
      this.getAll(pools.map((id) => [id, `metrics/jvm.memory.max?${query("area:heap", `id:${id}`)}`])),
      this.getAll(collectors.map((gc) => [gc, `metrics/jvm.gc.pause?${query(`gc:${gc}`)}`])),
      this.properties(parameters),
    ]);
    return { info, metrics, heapPools, collectors: pauses, properties };
  }

  private async properties(names: readonly string[]): Promise<Record<string, string>> {
    const found = await Promise.all(
      names.map(async (name) => {
        const answer = await this.get<ActuatorProperty>(`env/${encodeURIComponent(name)}`);
        const value = answer?.property?.value;
        return typeof value === "string" && !HIDDEN.test(value) ? [[name, value] as const] : [];
      }),
    );
    return Object.fromEntries(found.flat());
  }

  private async getAll(paths: readonly (readonly [string, string])[]): Promise<Record<string, ActuatorMetric>> {
    const found = await Promise.all(
      paths.map(async ([name, path]) => {
        const answer = await this.get<ActuatorMetric>(path);
        return answer === undefined ? [] : [[name, answer] as const];
      }),
    );
    return Object.fromEntries(found.flat());
  }

  /** `undefined`: not exposed, or not known. */
  private async get<T>(path: string): Promise<T | undefined> {
    const answer = await this.client.request({ path, expected: [404] });
    return answer.status === 404 ? undefined : answer.json<T>();
  }
}

export function tagValues(metric: ActuatorMetric | undefined, name: string): string[] {
  return metric?.availableTags?.find(({ tag }) => tag === name)?.values ?? [];
}

function query(...tags: string[]): string {
  return tags.map((tag) => `tag=${encodeURIComponent(tag)}`).join("&");
}
