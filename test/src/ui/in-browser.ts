import { it } from "@jest/globals";
import { findChromium } from "./find-chromium.js";

const LIMIT_MS = 120_000;

/** Where a Chromium is installed; `undefined` skips what needs one. */
export const CHROMIUM = findChromium();

/** A test that a browser is needed for: skipped, and shown as skipped, where none is installed. */
export function inBrowser(name: string, test: () => Promise<void>): void {
  (CHROMIUM === undefined ? it.skip : it)(name, test, LIMIT_MS);
}
