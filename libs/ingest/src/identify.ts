import { resourceId, type ResourceAddress } from "@binnacle/contract";
import type { IdentifiedResource } from "./accepted-record.js";

/** Resources of a generation; with two of them some 10 MB at most. */
const GENERATION_SIZE = 20_000;

let young = new Map<string, IdentifiedResource>();
let old = new Map<string, IdentifiedResource>();

/**
 * The Resource with its id. Those that were met lately are remembered, since collectors speak of the same ones over and over: that takes
 * a fifth of what hashing takes, and readings of one Resource share its texts.
 */
export function identify({ type, name }: ResourceAddress): IdentifiedResource {
  const key = `${type}\n${name}`;
  const known = young.get(key);
  if (known) return known;
  const resource = old.get(key) ?? { id: resourceId(type, name), type, name };
  if (young.size === GENERATION_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(key, resource);
  return resource;
}
