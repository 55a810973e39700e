import { compareDigits, compareText, isDigits, isZero } from "../digits.js";
import { versionScheme } from "../version-scheme.js";

/** What a version is read into: after a hyphen, and where digits and letters meet, a list within the list begins. */
type Item = string | Qualifier | Item[];

interface Qualifier {
  word: string;
  /** Its place among the well-known words; all unknown ones come last. */
  rank: number;
  /** The number that stands directly after it, also after a hyphen: `rc1`, `rc-1`. */
  number?: string;
}

const WELL_KNOWN = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const RELEASE = WELL_KNOWN.indexOf("");
const RELEASE_WORDS: ReadonlySet<string> = new Set(["ga", "final", "release"]);
const SHORT_WORDS: Readonly<Record<string, string>> = { a: "alpha", b: "beta", m: "milestone" };

/**
 * Versions of Maven artifacts, as Maven 4 orders them (https://maven.apache.org/pom.html#version-order-specification, and the cases of its
 * `ComparableVersion`): `1-alpha < 1-beta < 1-milestone < 1-rc < 1-snapshot < 1 = 1-ga < 1-sp < 1-other < 1-1 < 1.1`.
 */
export const MAVEN = versionScheme("maven", read, compareItems);

function read(text: string): Item[] | undefined {
  if (text === "") return undefined;
  const root: Item[] = [];
  const nested = [root];
  let list = root;
  const open = (): void => {
    if (list.length === 0) return;
    const inner: Item[] = [];
    list.push(inner);
    nested.push(inner);
    list = inner;
  };
  // A word with the number after it, a word, a number, or a separator.
  const tokens = [...text.toLowerCase().matchAll(/([^0-9.-]+)-?([0-9]+)|[^0-9.-]+|[0-9]+|[.-]/g)];
  let isExpected = true;
  for (const [index, [token, word, number]] of tokens.entries()) {
    if (token === "." || token === "-") {
      if (isExpected) list.push("0");
      if (token === "-") open();
      isExpected = true;
      continue;
    }
    const isLast = index === tokens.length - 1;
    if (!isExpected) open();
    if (isDigits(token)) {
      list.push(token);
    } else {
      // A dot before a word that is followed by a number or ends the version counts as a hyphen.
      if (word !== undefined || isLast) open();
      list.push(word === undefined ? qualifier(token) : qualifier(word, number));
    }
    isExpected = false;
  }
  for (const each of nested.toReversed()) trim(each);
  return root;
}

function qualifier(word: string, number?: string): Qualifier {
  const full = number === undefined ? word : (SHORT_WORDS[word] ?? word);
  const canonical = full === "cr" ? "rc" : full;
  const rank = RELEASE_WORDS.has(canonical) ? RELEASE : WELL_KNOWN.indexOf(canonical);
  return { word: canonical, rank: rank < 0 ? WELL_KNOWN.length : rank, ...(number !== undefined && { number }) };
}

/** Zeros and empty lists at the end say nothing, nor do they before a qualifier: `1.0.0-rc` is `1-rc`. */
function trim(list: Item[]): void {
  for (let index = list.length - 1; index >= 0; index--) {
    const next = list[index + 1];
    const isBeforeQualifier = isQualifier(Array.isArray(next) ? next[0] : next);
    if (isEmpty(list[index]!) && (next === undefined || isBeforeQualifier)) list.splice(index, 1);
  }
  const [only] = list;
  if (list.length === 1 && Array.isArray(only)) list.splice(0, 1, ...only);
}

function isEmpty(item: Item): boolean {
  return typeof item === "string" ? isZero(item) : Array.isArray(item) && item.length === 0;
}

function isQualifier(item: Item | undefined): boolean {
  return typeof item === "object" && !Array.isArray(item);
}

function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (a === undefined || b === undefined) return b !== undefined ? -compareToNothing(b) : a ? compareToNothing(a) : 0;
  if (typeof a === "string") return typeof b === "string" ? compareDigits(a, b) : 1;
  if (typeof b === "string") return -1;
  if (!Array.isArray(a) && !Array.isArray(b)) return compareQualifiers(a, b);
  const left = Array.isArray(a) ? a : [a];
  const right = Array.isArray(b) ? b : [b];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = compareItems(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareToNothing(item: Item): number {
  if (typeof item === "string") return isZero(item) ? 0 : 1;
  if (!Array.isArray(item)) return item.rank - RELEASE || (isZero(item.number ?? "0") ? 0 : 1);
  for (const each of item) {
    const difference = compareToNothing(each);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareQualifiers(a: Qualifier, b: Qualifier): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  // `ga`, `final` and `release` are one; of the unknown ones the words decide.
  if (a.rank === WELL_KNOWN.length && a.word !== b.word) return compareText(a.word, b.word);
  if (a.number !== undefined && b.number !== undefined) return compareDigits(a.number, b.number);
  // `rc1` comes after `rc`; but `ga0` is what `ga` is.
  const only = a.number ?? b.number;
  if (only === undefined || (a.rank === RELEASE && isZero(only))) return 0;
  return a.number === undefined ? -1 : 1;
}
