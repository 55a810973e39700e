import { afterAll, beforeAll, describe, expect } from "@jest/globals";
import type { Page } from "playwright-core";
import type { StartedApp } from "../started-app.js";
import { eventually } from "../eventually.js";
import { CHROMIUM, inBrowser } from "./in-browser.js";
import { AUDIENCE, CLIENT_ID, LocalIssuer } from "./local-issuer.js";
import { NARROW, WIDE, type UiSite } from "./ui-site.js";

const KEPT = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])";

/** Who uses the UI, where the company's login says so. */
export function oidcLoginCases(site: UiSite): void {
  describe("signing in at an issuer", () => {
    const issuer = new LocalIssuer();
    let provider: StartedApp;
    let page: Page;

    beforeAll(async () => {
      if (CHROMIUM === undefined) return;
      await issuer.start();
      provider = await site.stack.startProvider({
        BINNACLE_AUTH: "oidc",
        BINNACLE_OIDC_ISSUER: issuer.url,
        BINNACLE_OIDC_AUDIENCE: AUDIENCE,
        BINNACLE_OIDC_CLIENT_ID: CLIENT_ID,
        BINNACLE_OIDC_SCOPE: "openid offline_access",
      });
      page = await site.context.newPage();
    });
    afterAll(async () => {
      if (CHROMIUM === undefined) return;
      await page.close();
      await issuer.stop();
    });

    const signIn = async (): Promise<void> => {
      await page.goto(`${provider.url}/services?q=stock`);
      await page.getByRole("button", { name: "Sign in" }).click();
    };

    inBrowser("leads there and back to the page that was asked for, and keeps its tokens in memory only", async () => {
      await page.setViewportSize(NARROW);
      await page.goto(`${provider.url}/services?q=stock`);
      await page.getByRole("heading", { name: "Sign in to Binnacle" }).waitFor();
      await page.getByRole("button", { name: "Sign in" }).waitFor();
      expect([await site.violations(page), await site.isTooWide(page)]).toEqual([[], false]);
      await page.setViewportSize(WIDE);
      await page.getByRole("button", { name: "Sign in" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "stock-1" }).waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      expect(page.url()).toBe(`${provider.url}/services?q=stock`);

      const kept = String(await page.evaluate(KEPT));
      expect(issuer.tokens).toHaveLength(2);
      for (const token of issuer.tokens) expect(kept).not.toContain(token);
      // What the way there and back needed is gone as well.
      expect(kept).not.toContain("oidc.");
    });

    inBrowser("renews a token before its end, without a word", async () => {
      issuer.expiresIn = 62;
      await signIn();
      await page.getByRole("link", { name: "stock-1" }).waitFor();
      await eventually(() => expect(issuer.refreshes).toBeGreaterThan(0));
      await page.getByRole("link", { name: "Calculations" }).click();
      await page.getByRole("link", { name: /^service-events/ }).waitFor();
    });

    inBrowser("asks anew once a token has expired that nobody renews", async () => {
      issuer.renews = false;
      issuer.expiresIn = 4;
      await signIn();
      await page.getByText("Your login has expired.").waitFor();
      await page.getByRole("button", { name: "Sign in" }).waitFor();
    });

    inBrowser("says what the issuer said when it refuses", async () => {
      issuer.refuses = true;
      await signIn();
      await page.getByText("Logging in did not work: access_denied").waitFor();
      issuer.refuses = false;
      issuer.expiresIn = 3600;
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: "Recent events" }).waitFor();
    });

    inBrowser("begins no session with a code that nobody asked for", async () => {
      await page.goto(`${provider.url}/login?code=stolen&state=made-up`);
      await page.getByText("Logging in did not work", { exact: false }).waitFor();
      expect(page.url()).toBe(`${provider.url}/`);
    });
  });
}
