import { expect } from "@jest/globals";
import type { VersionScheme } from "../version-scheme.js";

/** Expects versions, least first, to be versions of the scheme and to be ordered so, each against each. */
export function expectAscending(scheme: VersionScheme, versions: readonly string[]): void {
  const relations = versions.flatMap((a, i) => versions.map((b, j) => `${a} ${sign(Math.sign(i - j))} ${b}`));
  const found = versions.flatMap((a) => versions.map((b) => `${a} ${sign(scheme.compare(a, b))} ${b}`));
  expect(versions.filter((version) => !scheme.isVersion(version))).toEqual([]);
  expect(found).toEqual(relations);
}

/** Expects all of them to be the same version. */
export function expectEqual(scheme: VersionScheme, versions: readonly string[]): void {
  const found = versions.flatMap((a) => versions.map((b) => `${a} ${sign(scheme.compare(a, b))} ${b}`));
  expect(found).toEqual(versions.flatMap((a) => versions.map((b) => `${a} = ${b}`)));
}

function sign(order: number): string {
  return order === 0 ? "=" : order < 0 ? "<" : ">";
}
