import type { JsonSchema } from "../fields/json-object.js";
import { RECORD_KINDS } from "../records/records.js";
import { asyncApiDocument } from "./asyncapi.js";
import { messageSchema, recordSchema } from "./contract-schema.js";

/** The generated files of `docs/contract/`, by name. */
export function contractFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["message.schema.json", print(messageSchema())],
    ...RECORD_KINDS.map((kind) => [`${kind}.schema.json`, print(recordSchema(kind))] as const),
    ["asyncapi.json", print(asyncApiDocument())],
  ]);
}

function print(document: JsonSchema): string {
  // JSON.stringify leaves DEL and the C1 controls of the name pattern as they are, invisible.
  return `${JSON.stringify(document, undefined, 2).replace(/[\u007f-\u009f]/g, escapeControl)}\n`;
}

function escapeControl(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
