import fc from "fast-check";
import { fieldsOf, type FieldClass } from "../fields/field.js";
import { RECORD_CLASSES, RECORD_KINDS, type RecordKind } from "./records.js";

/** Generated input for tests: valid records, and the same with something odd put into them. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const letters = "abcXYZ019._:-/";
const anyText = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...letters) }));
/** Any UTF-16 at all, lone surrogates too. */
const codeUnits = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 6 })
  .map((units) => String.fromCharCode(...units));
const repeated = fc
  .tuple(
    fc.constantFrom("a", "é", "e\u0301", "😀", "\u0958", "\u03b1\u0313\u0300\u0345"),
    fc.integer({ min: 126, max: 514 }),
  )
  .map(([text, times]) => text.repeat(times));

function choice(...texts: string[]) {
  return fc.constantFrom(...texts);
}

/** Digits of a number in its range, now and then something else. */
function digits(min: number, max: number, width: number, ...odd: string[]): fc.Arbitrary<string> {
  const inRange = fc.integer({ min, max }).map((number) => String(number).padStart(width, "0"));
  return fc.oneof({ weight: 8, arbitrary: inRange }, { weight: 1, arbitrary: choice(...odd) });
}

const assembledTime = fc
  .tuple(
    digits(0, 9999, 4, "0000", "0001", "1900", "2000", "2024", "9999", "999"),
    digits(1, 12, 2, "00", "02", "13"),
    digits(1, 28, 2, "00", "29", "30", "31", "32"),
    choice("T", "T", "T", "T", "t", " "),
    digits(0, 23, 2, "24", "9"),
    digits(0, 59, 2, "60"),
    digits(0, 59, 2, "60"),
    choice("", "", ".", ".1", ".123", ".123456", ".1234567", ",5"),
    choice("Z", "Z", "z", "+00:00", "-00:00", "+01:00", "-23:59", "+24:00", "+01:60", "+0100", ""),
  )
  .map(([year, month, day, t, hour, minute, second, fraction, zone]) =>
    [`${year}-${month}-${day}${t}${hour}:${minute}:${second}`, fraction, zone].join(""),
  );
const edgeTime = choice(
  "0000-12-31T23:59:59Z",
  "0000-12-31T23:30:00-00:30",
  "0001-01-01T00:00:00Z",
  "0001-01-01T00:00:00+00:01",
  "1900-02-29T00:00:00Z",
  "2000-02-29T00:00:00Z",
  "2026-02-29T00:00:00Z",
  "2026-03-01T24:00:00Z",
  "2026-06-30T23:59:60Z",
  "9999-12-31T23:59:59.999999Z",
  "9999-12-31T23:59:59-00:01",
);
const timeLike = fc.oneof({ weight: 3, arbitrary: assembledTime }, { weight: 1, arbitrary: edgeTime });
const component = (unit: string) =>
  fc.oneof(
    fc.constant(""),
    fc.constantFrom(0, 1, 7, 52, 53, 366, 367, 31_622_400, 31_622_401, 1e21).map((n) => `${n}${unit}`),
  );
const assembledDuration = fc
  .tuple(
    choice("P", "P", "P", "p", ""),
    component("W"),
    component("D"),
    choice("T", "T", ""),
    component("H"),
    component("M"),
    component("S"),
  )
  .map((parts) => parts.join(""));
const edgeDuration = choice(
  "PT0S",
  "PT1S",
  "P366D",
  "P366DT1S",
  "P52W",
  "P53W",
  "PT31622400S",
  "PT31622401S",
  "PT",
  "P1DT",
);
const durationLike = fc.oneof({ weight: 3, arbitrary: assembledDuration }, { weight: 1, arbitrary: edgeDuration });

const typeName = fc.oneof(
  choice("Service", "a", "T".repeat(128)),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9._:-]{0,20}$/),
);
const resourceName = fc
  .oneof(choice("orders", "Cafe\u0301", "😀".repeat(512)), fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }))
  .filter((name) => name.isWellFormed() && !/\p{Cc}/u.test(name));
const address = fc.record({ type: typeName, name: resourceName });
const time = fc.oneof(
  choice("2026-03-01T09:30:00Z", "2026-03-01T10:30:00.125+01:00", "2024-02-29t00:00:00z"),
  fc
    .date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true })
    .map((date) => date.toISOString()),
);
const lease = choice("PT1S", "PT15M", "P1DT12H", "P2W", "P366D");
const jsonObject = fc.dictionary(fc.oneof(choice("__proto__", "kind", "name", "rawJSON"), fc.string()), fc.string());
const anyValue = fc.oneof(fc.jsonValue(), jsonObject);

const RECORDS = {
  resource: fc.record(
    {
      kind: fc.constant("resource"),
      type: typeName,
      name: resourceName,
      parent: fc.option(address),
      observedOn: fc.option(time),
      expiresAfter: fc.option(lease),
    },
    { requiredKeys: ["kind", "type", "name"] },
  ),
  reading: fc.record(
    {
      kind: fc.constant("reading"),
      resource: address,
      type: typeName,
      value: anyValue,
      storageMode: fc.constantFrom("SNAPSHOT", "TIME_SERIES", null),
      collectedOn: fc.option(time),
    },
    { requiredKeys: ["kind", "resource", "type", "value"] },
  ),
  removal: fc.record(
    { kind: fc.constant("removal"), resource: address, removedOn: fc.option(time) },
    { requiredKeys: ["kind", "resource"] },
  ),
  sweep: fc.record(
    {
      kind: fc.constant("sweep"),
      resourceType: typeName,
      startedOn: time,
      parent: address,
      count: fc.option(fc.nat()),
    },
    { requiredKeys: ["kind", "resourceType", "startedOn"] },
  ),
} satisfies Record<RecordKind, fc.Arbitrary<object>>;

export const validRecords = fc.oneof(...RECORD_KINDS.map((kind) => RECORDS[kind])) as fc.Arbitrary<JsonObject>;

const oddNumbers = fc.oneof(fc.double(), fc.constantFrom(0, -0, -1, 0.5, 2 ** 53 - 1, 2 ** 53, 1e300));
const oddNames = fc.oneof(anyText, codeUnits, repeated, resourceName);
const oddTypes = fc.oneof(anyText, typeName, choice("T".repeat(129)));
const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  oddNumbers,
  oddNames,
  oddTypes,
  timeLike,
  durationLike,
  time,
  lease,
  address,
  choice(...RECORD_KINDS, "SNAPSHOT", "TIME_SERIES", "snapshot"),
  fc.constant<Json>([]),
  fc.constant<Json>({}),
  fc.array(address, { maxLength: 2 }),
);
/** What is close enough to a field's own values to find the edges of its rule. */
const oddAddresses = fc.record({ type: oddTypes, name: oddNames, unknown: anyText }, { requiredKeys: [] });
const NEARLY: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  kind: choice(...RECORD_KINDS),
  type: oddTypes,
  name: oddNames,
  parent: fc.option(oddAddresses),
  resource: oddAddresses,
  resourceType: oddTypes,
  observedOn: timeLike,
  collectedOn: timeLike,
  removedOn: timeLike,
  startedOn: timeLike,
  expiresAfter: durationLike,
  storageMode: choice("SNAPSHOT", "TIME_SERIES", "snapshot"),
  count: oddNumbers,
};

/** A field and what to put there; `undefined` takes the field away. */
function mutationsOf(kind: RecordKind): fc.Arbitrary<readonly [string, Json | undefined]> {
  const fields = [
    ...fieldsOf(RECORD_CLASSES[kind] as FieldClass).map(({ name }) => name),
    "source",
    "unknown",
    "__proto__",
  ];
  return choice(...fields).chain((field) =>
    fc.tuple(fc.constant(field), fc.option(fc.oneof(NEARLY[field] ?? anything, anything), { nil: undefined, freq: 8 })),
  );
}

/** Records of one kind with up to two oddities, as JSON gives them. */
export function anyRecordsOf(kind: RecordKind): fc.Arbitrary<Json> {
  return fc
    .tuple(RECORDS[kind] as fc.Arbitrary<JsonObject>, fc.array(mutationsOf(kind), { maxLength: 2 }))
    .map(([record, mutations]) => {
      const copy = asJson(record) as JsonObject;
      mutations.forEach(([field, replacement]) => setField(copy, field, replacement));
      return asJson(copy);
    });
}

export const anyRecords: fc.Arbitrary<Json> = fc.oneof(
  ...RECORD_KINDS.map((kind) => ({ weight: 3, arbitrary: anyRecordsOf(kind) })),
  { weight: 1, arbitrary: anything.map(asJson) },
);

export const anySources = fc.oneof(choice("orders-team/k8s", "anonymous", "a".repeat(128), "a".repeat(129)), anything);

function setField(owner: JsonObject, field: string, value: Json | undefined): void {
  if (value === undefined) {
    delete owner[field];
  } else {
    Object.defineProperty(owner, field, { value: asJson(value), enumerable: true, configurable: true, writable: true });
  }
}

/** As it arrives: numbers that JSON lacks become `null`. */
function asJson(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
