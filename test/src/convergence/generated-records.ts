import fc from "fast-check";
import type { Address, ModelRecord, Value } from "./model-record.js";

/** Few names and times, so that records meet; two and two of the names are the same one under NFC; one is as long as can be. */
const NAMES = [
  "a",
  "b",
  "caf\u00E9",
  "cafe\u0301",
  "\u1E9B\u0323",
  "\u017F\u0323\u0307",
  "it's 100% \"/\\ {x}",
  "\u{1F6A2}".repeat(512),
];
const NAMED_SOURCES = ["team-a/k8s", "team-b/k8s"];
const SOURCES = ["anonymous", ...NAMED_SOURCES];

const VALUES: Value[] = [
  { sent: "null", printed: "null" },
  { sent: "100", printed: "100" },
  { sent: "1e2", printed: "100" },
  { sent: "1.50", printed: "1.50" },
  { sent: "-0", printed: "0" },
  { sent: "12345678901234567890", printed: "12345678901234567890" },
  { sent: '{"bb":1,"a":[true,{}]}', printed: '{"a": [true, {}], "bb": 1}' },
  { sent: '{ "a":[true,{}], "bb":1 }', printed: '{"a": [true, {}], "bb": 1}' },
  { sent: '"\\u00e9 \\" \\n"', printed: '"\u00E9 \\" \\n"' },
  {
    sent: '{"on":{"resourceType":"Service","resourceName":"a"}}',
    printed: '{"on": {"resourceName": "a", "resourceType": "Service"}}',
  },
  {
    sent: '{"on":[{"resourceType":"Service","resourceName":"b"},{"resourceType":"Service","resourceName":"a"}]}',
    printed:
      '{"on": [{"resourceName": "b", "resourceType": "Service"}, {"resourceName": "a", "resourceType": "Service"}]}',
  },
];

/** A few moments around a month's end, where the partitions of the series meet; some differ by a microsecond only. */
const TIMES = [
  "2026-10-31T23:59:58.000000Z",
  "2026-10-31T23:59:59.999998Z",
  "2026-10-31T23:59:59.999999Z",
  "2026-11-01T00:00:00.000000Z",
  "2026-11-01T00:00:00.000001Z",
  "2026-11-01T12:00:00.500000Z",
];

interface Alphabet {
  types: string[];
  names: string[];
  readingTypes: string[];
  times: string[];
  values: Value[];
}

const WIDE: Alphabet = {
  types: ["Service", "ServiceInstance"],
  names: NAMES,
  readingTypes: ["HealthCheck", "Dependencies"],
  times: TIMES,
  values: VALUES,
};

/** So little to speak of that concurrent sinks meet on nearly every row. */
const NARROW: Alphabet = {
  types: ["Service"],
  names: ["a", "b"],
  readingTypes: ["Dependencies"],
  times: TIMES.slice(2, 5),
  values: VALUES.slice(-2),
};

function records({ types, names, readingTypes, times, values }: Alphabet): fc.Arbitrary<ModelRecord> {
  const address: fc.Arbitrary<Address> = fc.record({
    type: fc.constantFrom(...types),
    name: fc.constantFrom(...names),
  });
  const common = { source: fc.constantFrom(...SOURCES), on: fc.constantFrom(...times), at: address };
  const resource = fc
    .record(
      {
        kind: fc.constant("resource" as const),
        ...common,
        parent: fc.option(address),
        leaseDays: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ["kind", "source", "on", "at"] },
    )
    .map(({ leaseDays, ...record }) =>
      leaseDays === undefined
        ? record
        : { ...record, leaseEnd: `${dayAfter(record.on, leaseDays)}${record.on.slice(10)}` },
    );
  const reading = fc.record({
    kind: fc.constant("reading" as const),
    ...common,
    type: fc.constantFrom(...readingTypes),
    mode: fc.constantFrom("SNAPSHOT" as const, "TIME_SERIES" as const),
    value: fc.constantFrom(...values),
  });
  const removal = fc.record({ kind: fc.constant("removal" as const), ...common });
  const sweep = fc.record(
    {
      kind: fc.constant("sweep" as const),
      source: fc.constantFrom(...NAMED_SOURCES),
      on: common.on,
      resourceType: fc.constantFrom(...types),
      parent: address,
      count: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: ["kind", "source", "on", "resourceType"] },
  );
  return fc.oneof(
    { weight: 8, arbitrary: resource },
    { weight: 12, arbitrary: reading },
    { weight: 4, arbitrary: removal },
    { weight: 1, arbitrary: sweep },
  );
}

export const wideRecord = records(WIDE);
export const narrowRecord = records(NARROW);

/** The record as a collector would publish it; without its time where the message tells it. A sweep always states its own. */
export function published(record: ModelRecord, { withTime = true } = {}): string {
  const on = withTime ? record.on : undefined;
  switch (record.kind) {
    case "resource":
      return JSON.stringify({
        kind: "resource",
        ...record.at,
        parent: record.parent,
        observedOn: on,
        expiresAfter: record.leaseEnd && `P${daysBetween(record.on, record.leaseEnd)}D`,
      });
    case "reading":
      return `{"kind":"reading","resource":${JSON.stringify(record.at)},"type":"${record.type}",${on ? `"collectedOn":"${on}",` : ""}"storageMode":"${record.mode}","value":${record.value.sent}}`;
    case "removal":
      return JSON.stringify({ kind: "removal", resource: record.at, removedOn: on });
    case "sweep": {
      const { resourceType, parent, count } = record;
      return JSON.stringify({ kind: "sweep", resourceType, parent, count, startedOn: record.on });
    }
  }
}

function dayAfter(time: string, days: number): string {
  return new Date(Date.parse(time.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000;
}
