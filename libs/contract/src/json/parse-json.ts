import { MAX_VALUE_LEVELS } from "../limits.js";
import { JsonParser } from "./json-parser.js";
import type { JsonValue } from "./json-value.js";

/** The levels that a value may have, below a message, its list of records and a record. */
export const MAX_PARSED_DEPTH = MAX_VALUE_LEVELS + 3;

export interface ParseJsonOptions {
  /** Arrays and objects nested deeper than this many levels are checked, and replaced by `TOO_DEEP`. */
  maxDepth?: number;
}

/**
 * Parses JSON (RFC 8259, and nothing beyond it) without losing a digit; of a key that occurs twice the last wins.
 * Strings may share the memory of the text: who keeps one for long should copy it.
 *
 * @throws JsonSyntaxError if the text is no JSON
 */
export function parseJson(text: string, { maxDepth = MAX_PARSED_DEPTH }: ParseJsonOptions = {}): JsonValue {
  return new JsonParser(text, maxDepth).parseDocument();
}
