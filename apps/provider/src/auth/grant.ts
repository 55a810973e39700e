import { SCOPE_NAMES, type ScopeName } from "./scopes.js";

/** One scope as it was granted. */
export type Grant = PlainGrant | RecordGrant;

export interface PlainGrant {
  name: Exclude<ScopeName, RecordGrant["name"]>;
}

/** Says of which sources and types of Resources records may be. Patterns: `*` stands for any run of characters. */
export interface RecordGrant {
  name: "publish" | "remove";
  source: string;
  resourceType: string;
}

const SOURCE_PATTERN = /^[A-Za-z0-9._:/*-]+$/;
const TYPE_PATTERN = /^[A-Za-z0-9._:*-]+$/;

/** What to write where a scope is expected. */
export const SCOPE_SYNTAX = "read, admin, metrics, publish:<source>:<resource type> or remove:<source>:<resource type>";

/**
 * Reads a scope. Colons separate; one within a pattern is written `%3A`, so that no scope can be read in two ways.
 * `undefined` if it is none.
 */
export function parseGrant(text: string): Grant | undefined {
  const [name, ...patterns] = text.split(":");
  if (!isScopeName(name)) return undefined;
  if (name !== "publish" && name !== "remove") return patterns.length === 0 ? { name } : undefined;
  if (patterns.length !== 2) return undefined;
  const [source = "", resourceType = ""] = patterns.map((pattern) => pattern.replaceAll(/%3a/gi, ":"));
  return SOURCE_PATTERN.test(source) && TYPE_PATTERN.test(resourceType) ? { name, source, resourceType } : undefined;
}

function isScopeName(text: string | undefined): text is ScopeName {
  return SCOPE_NAMES.some((name) => name === text);
}
