const ON = "2026-01-01T00:00:01.000000Z";
/** Resources of a message. */
const PACKED = 100;
/** Resources that share a parent and refer to the same ones. */
const SIBLINGS = 20;

/** A catalog as collectors publish it: each Resource with a record of its own, a parent, a snapshot that refers to three others, and a sample. */
export function catalogMessages(resources: number): string[] {
  return Array.from({ length: Math.ceil(resources / PACKED) }, (_, message) => {
    const records = Array.from({ length: PACKED }, (_, index) => recordsOf(message * PACKED + index)).flat();
    return `{"source":"bench/indexes","records":[${records.join(",")}]}`;
  });
}

function recordsOf(index: number): string[] {
  const group = Math.floor(index / SIBLINGS);
  const resource = `{"type":"ServiceInstance","name":"service-${group}/production/${index}"}`;
  const parent = `{"type":"ServiceDeployment","name":"service-${group}/production"}`;
  const targets = [1, 2, 3].map((step) => `{"resourceType":"Service","resourceName":"service-${group + step}"}`);
  return [
    `{"kind":"resource",${resource.slice(1, -1)},"parent":${parent},"observedOn":"${ON}"}`,
    `{"kind":"reading","resource":${resource},"type":"Egress","collectedOn":"${ON}","value":{"on":[${targets.join(",")}]}}`,
    `{"kind":"reading","resource":${resource},"type":"Sample","storageMode":"TIME_SERIES","collectedOn":"${ON}","value":${index}}`,
  ];
}
