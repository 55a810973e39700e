import { afterAll, beforeAll, describe } from "@jest/globals";
import { CHROMIUM } from "./in-browser.js";
import { looksCases } from "./looks-cases.js";
import { servicesCases } from "./services-cases.js";
import { UiSite } from "./ui-site.js";

const LIMIT_MS = 120_000;

/** One stack and one browser for all of them: starting these takes longer than most tests. */
describe("the UI", () => {
  const site = new UiSite();

  beforeAll(async () => {
    if (CHROMIUM !== undefined) await site.start();
  }, LIMIT_MS);
  afterAll(() => site.stop());

  // First, while nothing has been approved, undone or deleted yet.
  looksCases(site);
  servicesCases(site);
});
