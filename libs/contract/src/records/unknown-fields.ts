import type { Fault } from "../fields/explain-faults.js";
import { fieldsOf, type FieldClass } from "../fields/field.js";
import { isJsonObject, type ObjectInput } from "../fields/json-object.js";
import { BareRecord, RECORD_CLASSES, RECORD_KINDS } from "./records.js";
import { isRecordKind } from "./validate-record.js";

export interface UnknownFieldsOptions {
  /** The record is a message of its own, and so may carry `source`. */
  isBare?: boolean;
}

type KnownFields = ReadonlyMap<string, FieldClass | undefined>;

const ENVELOPE_FIELDS = knownFieldsOf(BareRecord);
const KNOWN_FIELDS = Object.fromEntries(RECORD_KINDS.map((kind) => [kind, knownFieldsOf(RECORD_CLASSES[kind])]));

/** The fields of a record that the contract does not know. They are ignored, but often misspelt. The value of a reading is free. */
export function unknownFields(input: unknown, { isBare = false }: UnknownFieldsOptions = {}): Fault[] {
  if (!isJsonObject(input) || !isRecordKind(input["kind"])) {
    return [];
  }
  const paths = unknownPaths(input, KNOWN_FIELDS[input["kind"]]!);
  return paths
    .filter((path) => !(isBare && ENVELOPE_FIELDS.has(path.slice(1))))
    .map((path) => ({ path, detail: "is not a field of the contract, and ignored" }));
}

function unknownPaths(input: ObjectInput, known: KnownFields): string[] {
  return Object.keys(input).flatMap((key) => {
    if (!known.has(key)) {
      return [`/${escapePointer(key)}`];
    }
    const nested = known.get(key);
    const value = input[key];
    return nested && isJsonObject(value)
      ? unknownPaths(value, knownFieldsOf(nested)).map((path) => `/${key}${path}`)
      : [];
  });
}

function knownFieldsOf(target: FieldClass): KnownFields {
  return new Map(fieldsOf(target).map(({ name, nested }) => [name, nested]));
}

function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
