import { compareNatural } from "../natural-order.js";
import { versionScheme } from "../version-scheme.js";

/** For package types whose ordering is not known here: whatever begins with a number, in natural order; a `v` before it does not count. */
export const GENERIC = versionScheme("generic", read, compareNatural);

function read(text: string): string | undefined {
  return /^v?([0-9].*)$/is.exec(text)?.[1];
}
