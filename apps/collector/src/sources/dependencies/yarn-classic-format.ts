import { usableText } from "./lockfile-text.js";
import { LockfileError } from "./lockfile.js";

/** One entry of a yarn.lock of Yarn 1: what several descriptors (`lodash@^4.17.0`) were resolved to. */
export interface YarnEntry {
  descriptors: string[];
  fields: Map<string, string>;
  /** By field, such as `dependencies`: name and range. */
  needs: Map<string, [name: string, range: string][]>;
}

const REWRITE = "write it anew with `yarn install`";

/** Yarn 1 writes a format of its own, by indentation: entries, their fields two further in, what they need two more. */
export function parseYarnClassic(text: string): YarnEntry[] {
  const entries: YarnEntry[] = [];
  let needs: [string, string][] | undefined;
  for (const [index, line] of usableText(text, { rewrite: REWRITE, resolve: "`yarn install` resolves them" })
    .split("\n")
    .entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const words = wordsOf(line);
    const entry = entries.at(-1);
    const isHeading = line.endsWith(":");
    const depth = line.length - line.trimStart().length;
    const [first = "", second] = words;
    if (depth === 0 && isHeading) {
      entries.push({ descriptors: words, fields: new Map(), needs: new Map() });
    } else if (depth === 2 && isHeading && entry !== undefined) {
      needs = [];
      entry.needs.set(first, needs);
    } else if (depth === 2 && words.length === 2 && entry !== undefined) {
      entry.fields.set(first, second as string);
    } else if (depth === 4 && words.length === 2 && needs !== undefined) {
      needs.push([first, second as string]);
    } else {
      throw new LockfileError(`it is not a lock file of Yarn (line ${index + 1}): ${REWRITE}`);
    }
  }
  return entries;
}

/** The words of a line: separated by spaces or commas, in quotes where they hold such. */
function wordsOf(line: string): string[] {
  const words = line
    .trim()
    .replace(/:$/, "")
    .matchAll(/"((?:[^"\\]|\\.)*)"|[^\s,"]+/g);
  return [...words].map(([word, quoted]) => quoted?.replace(/\\(.)/g, "$1") ?? word);
}
