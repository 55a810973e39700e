import { compareDigits, compareLists, compareText, isDigits, isZero } from "./digits.js";

/** Least to greatest: `1.0alpha1 < 1.0 < 1.0patch1 < 1.0.1 < 1.0a`. */
const PRE_RELEASE = 0;
const ZERO = 1;
const POST_RELEASE = 2;
const NONZERO = 3;
const LETTER_SUFFIX = 4;

const POST_RELEASE_WORDS = ["patch", "post", "pl", "errata"];

interface Component {
  rank: number;
  text: string;
}

const NOTHING: Component = { rank: ZERO, text: "0" };

/**
 * An order for versions of which nothing is known, after libversion (https://github.com/repology/libversion/blob/master/doc/ALGORITHM.md):
 * runs of digits and of letters, all else separates; a word before the end is a pre-release, a letter after a number a suffix.
 */
export function compareNatural(a: string, b: string): number {
  return Math.sign(compareLists(components(a), components(b), NOTHING, compareComponents));
}

function components(text: string): Component[] {
  const runs = [...text.toLowerCase().matchAll(/[0-9]+|[a-z]+/g)];
  return runs.map((run, index) => component(run, runs[index - 1], runs[index + 1]));
}

function component(
  run: RegExpExecArray,
  before: RegExpExecArray | undefined,
  after: RegExpExecArray | undefined,
): Component {
  const [word] = run;
  if (isDigits(word)) return { rank: isZero(word) ? ZERO : NONZERO, text: word };
  if (POST_RELEASE_WORDS.some((known) => word.startsWith(known))) return { rank: POST_RELEASE, text: word };
  const follows = before !== undefined && before.index + before[0].length === run.index;
  const isFollowed = after !== undefined && run.index + word.length === after.index;
  const isSuffix = word.length === 1 && follows && !isFollowed && isDigits(before[0]);
  return { rank: isSuffix ? LETTER_SUFFIX : PRE_RELEASE, text: word };
}

function compareComponents(a: Component, b: Component): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.rank === NONZERO ? compareDigits(a.text, b.text) : a.rank === ZERO ? 0 : compareText(a.text, b.text);
}
