import { afterAll, beforeAll, describe } from "@jest/globals";
import { CHROMIUM } from "./in-browser.js";
import { homeCases } from "./home-cases.js";
import { explorerCases } from "./explorer-cases.js";
import { compareCases } from "./compare-cases.js";
import { impactCases } from "./impact-cases.js";
import { calculationsCases } from "./calculations-cases.js";
import { oidcLoginCases } from "./oidc-login-cases.js";
import { pipelineCases } from "./pipeline-cases.js";
import { offlineCases } from "./offline-cases.js";
import { loginCases } from "./login-cases.js";
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
  homeCases(site);
  servicesCases(site);
  explorerCases(site);
  compareCases(site);
  impactCases(site);
  calculationsCases(site);
  pipelineCases(site);
  offlineCases(site);
  loginCases(site);
  oidcLoginCases(site);
});
