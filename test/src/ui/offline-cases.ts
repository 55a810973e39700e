import { describe, expect } from "@jest/globals";
import type { Locator } from "playwright-core";
import { eventually } from "../eventually.js";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

/** The longest that a page waits before it tries again. */
const RETRIED_MS = 10_000;

/** When the other pages are loaded, once the first one has had its time. */
const LOADING_MS = 2_000;

/** Lets the page's time pass until it shows that. */
const eventuallyShows = (element: Locator): Promise<void> =>
  eventually(async () => {
    await element.page().clock.fastForward(RETRIED_MS);
    await element.waitFor({ timeout: 1_000 });
  });

/** What a page does when nobody answers. */
export function offlineCases(site: UiSite): void {
  describe("without the provider", () => {
    inBrowser("a page says so, keeps what it showed, and recovers by itself", async () => {
      const first = await site.stack.startProvider({});
      const page = await site.pageInItsTime();
      const scripts = new Map<string, boolean>();
      page.on("request", (request) => scripts.set(request.url(), false));
      page.on("requestfinished", (request) => scripts.set(request.url(), true));
      await page.goto(`${first.url}/services`);
      await page.getByText("Live", { exact: true }).waitFor();
      await page.getByRole("link", { name: "stock", exact: true }).waitFor();
      await page.clock.fastForward(LOADING_MS);
      await eventually(() => {
        const unfinished = [...scripts].filter(([url, isFinished]) => url.endsWith(".js") && !isFinished);
        expect([...scripts.keys()].join()).toContain("/calculations-page");
        expect(unfinished).toEqual([]);
      });

      await first.stop();
      await page.getByText("Offline", { exact: true }).waitFor();
      expect(await page.getByRole("link", { name: "stock", exact: true }).count()).toBe(1);
      await page.getByRole("link", { name: "Calculations" }).click();
      await eventuallyShows(page.getByText("The provider cannot be reached.", { exact: false }));
      expect(await site.violations(page)).toEqual([]);

      await site.stack.startProvider({ PORT: new URL(first.url).port });
      await eventuallyShows(page.getByText("Live", { exact: true }));
      await eventuallyShows(page.getByRole("link", { name: /^service-events/ }));
      await page.context().close();
    });
  });
}
