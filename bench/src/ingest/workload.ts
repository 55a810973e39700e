import { resourceId } from "@binnacle/contract";

/** One snapshot reading of 200 bytes on a Resource of its own: the smallest case, where the cost per record shows most. */
export interface Reading {
  id: string;
  name: string;
  value: string;
}

export const RESOURCE_TYPE = "ServiceInstance";
export const READING_TYPE = "HealthCheck";
export const SOURCE = "bench/ingest";

/** `version` changes every value, and nothing else. */
export function readings(count: number, version: number): Reading[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `service-${index % 500}/production/instance-${index}`;
    const head = `{"status": "up", "version": ${version}, "httpStatus": 200, "message": "`;
    const value = `${head}${"x".repeat(198 - head.length)}"}`;
    return { id: resourceId(RESOURCE_TYPE, name), name, value };
  });
}

/** The readings as collectors publish them, 100 a message. */
export function messages(list: readonly Reading[], collectedOn: string): string[] {
  const texts: string[] = [];
  for (let start = 0; start < list.length; start += 100) {
    const records = list
      .slice(start, start + 100)
      .map(
        ({ name, value }) =>
          `{"kind":"reading","resource":{"type":"${RESOURCE_TYPE}","name":"${name}"},"type":"${READING_TYPE}","collectedOn":"${collectedOn}","value":${value}}`,
      );
    texts.push(`{"source":"${SOURCE}","records":[${records.join(",")}]}`);
  }
  return texts;
}
