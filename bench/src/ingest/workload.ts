import { hash } from "node:crypto";
import { resourceId, type StorageMode } from "@binnacle/contract";

/** One reading on a Resource of its own. */
export interface Reading {
  id: string;
  name: string;
  value: string;
}

export const RESOURCE_TYPE = "ServiceInstance";
export const READING_TYPE = "HealthCheck";
export const SOURCE = "bench/ingest";

export interface Workload {
  /** Which Resources, by number. */
  indices: readonly number[];
  /** Of each value. */
  bytes: number;
  /** Changes every value, and nothing else. */
  version: number;
}

export function readings({ indices, bytes, version }: Workload): Reading[] {
  return indices.map((index) => {
    const name = nameOf(index);
    const head = `{"status": "up", "version": ${version}, "httpStatus": 200, "message": "`;
    return { id: resourceId(RESOURCE_TYPE, name), name, value: `${head}${filler(index, bytes - head.length - 2)}"}` };
  });
}

/** `count` numbers from `from` on, `step` apart. */
export function numbers(count: number, from = 0, step = 1): number[] {
  return Array.from({ length: count }, (_, index) => from + index * step);
}

function nameOf(index: number): string {
  return `service-${index % 500}/production/instance-${index}`;
}

/** Text that compresses about as well as JSON of services does: words that repeat, and ids that do not. */
function filler(seed: number, length: number): string {
  let text = "";
  for (let part = 0; text.length < length; part++) {
    text += `replica ${hash("sha256", `${seed} ${part}`).slice(0, 24)} is ready and healthy; `;
  }
  return text.slice(0, length);
}

/** The readings as collectors publish them: messages of 100, or fewer where the values are large. */
export function messages(list: readonly Reading[], collectedOn: string, storageMode: StorageMode): string[] {
  const perMessage = Math.max(1, Math.min(100, Math.floor(200_000 / (list[0]?.value.length ?? 1))));
  const texts: string[] = [];
  for (let start = 0; start < list.length; start += perMessage) {
    const records = list
      .slice(start, start + perMessage)
      .map(
        ({ name, value }) =>
          `{"kind":"reading","resource":{"type":"${RESOURCE_TYPE}","name":"${name}"},"type":"${READING_TYPE}",` +
          `"storageMode":"${storageMode}","collectedOn":"${collectedOn}","value":${value}}`,
      );
    texts.push(`{"source":"${SOURCE}","records":[${records.join(",")}]}`);
  }
  return texts;
}
