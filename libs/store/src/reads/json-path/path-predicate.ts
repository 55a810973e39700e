import { PathFault } from "./path-fault.js";
import { parsePredicate } from "./predicate-parser.js";

/** What keeps a text from being a predicate. */
export interface PredicateFault {
  /** Code points before the place, from 0. */
  position: number;
  /** Completes a sentence about the text. */
  detail: string;
}

/** What keeps a text from being a lax JSON path predicate without variables; `undefined` if it is one. */
export function findPredicateFault(path: string): PredicateFault | undefined {
  try {
    parsePredicate(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof PathFault)) throw error;
    return { position: codePointsBefore(path, error.index), detail: error.message };
  }
}

/** Where in a predicate that PostgreSQL refuses it most likely is at fault: the first thing that it alone can judge. */
export function placeRefusal(path: string): number {
  return codePointsBefore(path, parsePredicate(path)[0] ?? 0);
}

function codePointsBefore(text: string, index: number): number {
  return Array.from(text.slice(0, index)).length;
}
