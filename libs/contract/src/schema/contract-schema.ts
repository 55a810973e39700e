import type { FieldClass } from "../fields/field.js";
import type { JsonSchema } from "../fields/json-object.js";
import { ANONYMOUS_SOURCE } from "../identity/source.js";
import { BareRecord, Message, RECORD_CLASSES, RECORD_KINDS, type RecordKind } from "../records/records.js";
import { defineClass, referenceTo, type Definitions } from "./class-schema.js";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const ID_PREFIX = "urn:binnacle:contract:v1:";

/** A source that may sweep. */
const NAMED_SOURCE: JsonSchema = {
  required: ["source"],
  properties: { source: { type: "string", not: { const: ANONYMOUS_SOURCE } } },
};
const IS_SWEEP: JsonSchema = { type: "object", required: ["kind"], properties: { kind: { const: "sweep" } } };

/** Everything that the contract defines, by name. */
export function contractDefinitions(): Definitions {
  const definitions: Definitions = {};
  const records = RECORD_KINDS.map((kind) => defineClass(RECORD_CLASSES[kind], definitions));
  definitions["CatalogRecord"] = { description: "One statement that a collector publishes.", oneOf: records };
  defineClass(Message, definitions);
  defineClass(BareRecord, definitions);
  definitions["Message"] = {
    ...definitions["Message"],
    if: { properties: { records: { type: "array", contains: IS_SWEEP } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: NAMED_SOURCE,
  };
  definitions["BareRecord"] = {
    ...definitions["BareRecord"],
    description: "A record without a message around it, and a message of its own.",
    examples: [{ source: "orders-team/k8s", kind: "resource", type: "Service", name: "orders" }],
    required: ["kind"],
    allOf: [referenceTo("CatalogRecord")],
    if: IS_SWEEP,
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: NAMED_SOURCE,
  };
  definitions["MessageBody"] = {
    description: "An object with an array `records` is a message; otherwise one with a `kind` is a bare record.",
    type: "object",
    if: { required: ["records"], properties: { records: { type: "array" } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: referenceTo("Message"),
    else: referenceTo("BareRecord"),
  };
  return definitions;
}

/** The JSON Schema (draft 2020-12) of what may be the body of a message, self-contained. */
export function messageSchema(): JsonSchema {
  const { MessageBody, ...definitions } = contractDefinitions();
  return {
    $schema: DIALECT,
    $id: `${ID_PREFIX}message`,
    title: "Binnacle message, v1",
    $comment:
      "Unknown fields are ignored. The README beside this file says what the formats mean, and what a schema cannot say.",
    ...MessageBody,
    $defs: definitions,
  };
}

/** The JSON Schema (draft 2020-12) of one kind of record, self-contained. */
export function recordSchema(kind: RecordKind): JsonSchema {
  const definitions: Definitions = {};
  const target: FieldClass = RECORD_CLASSES[kind];
  defineClass(target, definitions);
  const { [target.name]: schema, ...rest } = definitions;
  return { $schema: DIALECT, $id: `${ID_PREFIX}${kind}`, title: `Binnacle ${kind} record, v1`, ...schema, $defs: rest };
}
