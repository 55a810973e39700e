import { type Scope, SCOPES } from "./lockfile.js";

/** Somebody needs a package, known by a key. */
export type Need = readonly [key: string, scope: Scope];

/**
 * The strongest need of every package that the project needs, directly or not: what only development needs stays development's, however it is needed
 * further down.
 * @param roots what the project itself asks for
 * @param needsOf what a package asks for
 */
export function strongestNeeds(roots: Iterable<Need>, needsOf: (key: string) => Iterable<Need>): Map<string, Scope> {
  const found = new Map<string, Scope>();
  const waiting: string[][] = SCOPES.map(() => []);
  for (const [key, scope] of roots) waiting[SCOPES.indexOf(scope)]?.push(key);
  for (const [strength, scope] of SCOPES.entries()) {
    const queue = waiting[strength] as string[];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      if (found.has(key)) continue;
      found.set(key, scope);
      for (const [next, need] of needsOf(key)) waiting[Math.max(strength, SCOPES.indexOf(need))]?.push(next);
    }
  }
  return found;
}
