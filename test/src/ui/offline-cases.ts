import { describe, expect } from "@jest/globals";
import { eventually } from "../eventually.js";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

const WAIT_MS = 60_000;

/** What a page does when nobody answers. */
export function offlineCases(site: UiSite): void {
  describe("without the provider", () => {
    inBrowser("a page says so, keeps what it showed, and recovers by itself", async () => {
      const first = await site.stack.startProvider({});
      const page = await site.context.newPage();
      await page.goto(`${first.url}/services`);
      await page.getByText("Live", { exact: true }).waitFor();
      await page.getByRole("link", { name: "stock", exact: true }).waitFor();
      // Every page is there, once the first one has had its time.
      await page.waitForTimeout(5_000);

      await first.stop();
      await page.getByText("Offline", { exact: true }).waitFor();
      expect(await page.getByRole("link", { name: "stock", exact: true }).count()).toBe(1);
      await page.getByRole("link", { name: "Calculations" }).click();
      await page.getByText("The provider cannot be reached.", { exact: false }).waitFor({ timeout: WAIT_MS });
      expect(await site.violations(page)).toEqual([]);

      await site.stack.startProvider({ PORT: new URL(first.url).port });
      await page.getByText("Live", { exact: true }).waitFor({ timeout: WAIT_MS });
      await eventually(() => page.getByRole("link", { name: /^service-events/ }).waitFor({ timeout: 1_000 }), WAIT_MS);
      await page.close();
    });
  });
}
