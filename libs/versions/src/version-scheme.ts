import { compareNatural } from "./natural-order.js";

/** How the versions of one ecosystem are written and ordered. */
export interface VersionScheme {
  readonly name: string;
  /** The ecosystem can tell where this version belongs; a branch, a URL or a word is mostly no version. */
  isVersion(text: string): boolean;
  /** A total preorder over all texts: what is no version comes before all versions, and among its like in natural order. */
  compare(a: string, b: string): number;
}

/** Longer ones are no versions: nobody writes them, and some orderings recurse. Maven draws the line here too. */
export const MAX_VERSION_LENGTH = 256;

/** A scheme out of a parser, which returns `undefined` for what is no version, and the order of what it returns. */
export function versionScheme<T>(
  name: string,
  parse: (text: string) => T | undefined,
  compare: (a: T, b: T) => number,
): VersionScheme {
  const read = (text: string): T | undefined => (text.length > MAX_VERSION_LENGTH ? undefined : parse(text.trim()));
  return {
    name,
    isVersion: (text) => read(text) !== undefined,
    compare(a, b) {
      const left = read(a);
      const right = read(b);
      if (left !== undefined && right !== undefined) return Math.sign(compare(left, right));
      if (left === undefined && right === undefined) return compareNatural(a, b);
      return left === undefined ? -1 : 1;
    },
  };
}
