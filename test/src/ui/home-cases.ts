import { reading, resource } from "@binnacle/collector";
import { describe, expect } from "@jest/globals";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

/** The page where one looks first. */
export function homeCases(site: UiSite): void {
  describe("home", () => {
    inBrowser("names what is down, vulnerable, rejected and held, says why, and leads there", async () => {
      const { page } = site;
      await site.open("/");
      const down = page.getByRole("region", { name: "Down or degraded" });
      await down.getByRole("link", { name: "stock", exact: true }).waitFor();
      const vulnerable = page.getByRole("region", { name: "Vulnerable" });
      expect(await vulnerable.getByRole("link").count()).toBeGreaterThan(1);
      expect(await down.getByRole("listitem").first().textContent()).toMatch(/: \d+ down/);

      const held = page.getByRole("region", { name: "Held housekeeping" });
      await held.getByText("old-jobs for BatchJob").waitFor();
      await held.getByRole("link", { name: "Decide" }).click();
      await page.waitForURL(/\/pipeline\?tab=housekeeping$/);
      await page.goBack();

      await page
        .getByRole("region", { name: "Rejected records" })
        .getByRole("link", { name: "See what to do" })
        .click();
      await page.waitForURL(/\/pipeline\?tab=rejections$/);
      await page.getByText("CLOCK_AHEAD").waitFor();
      await page.goBack();
      await down.getByRole("link", { name: "stock", exact: true }).click();
      await page.waitForURL(/\/services\/stock$/);
    });

    inBrowser("leads to the services whose health nobody knows", async () => {
      const { page } = site;
      await site.open("/");
      const down = page.getByRole("region", { name: "Down or degraded" });
      await down.getByRole("link", { name: "2 more of unknown health" }).click();
      await page.waitForURL(/\/services\?health=unknown$/);
      const table = page.getByRole("region", { name: "Services" });
      await table.getByRole("link", { name: "mail", exact: true }).waitFor();
      expect(await table.locator("table").getAttribute("aria-rowcount")).toBe("3");
    });

    inBrowser("asks once for what happened last, and shows it as it comes", async () => {
      const { page } = site;
      const asked: string[] = [];
      const note = (request: { url(): string }) =>
        asked.push(new URL(request.url()).pathname.split("/calculations/")[1]!);
      page.on("request", note);
      await site.open("/");
      const events = page.getByRole("region", { name: "Recent events" });
      await events.getByRole("listitem").first().waitFor();
      page.off("request", note);
      expect(asked.filter((name) => name !== undefined).toSorted()).toEqual(["attention", "recent-events"]);
      expect(await events.getByRole("listitem").count()).toBe(10);

      await page.getByText("Live", { exact: true }).waitFor();
      const database = resource("RdsInstance", "123456789012/eu-central-1/ledger");
      const failover = { event: "failover", title: "to another zone" };
      await site.publish("sample", [
        database,
        reading(database, "ServiceEvent", failover, { storageMode: "TIME_SERIES" }),
      ]);
      const newest = events.getByRole("listitem").filter({ hasText: "failover to another zone" });
      await newest.getByRole("link", { name: "123456789012/eu-central-1/ledger" }).click();
      await page.waitForURL(/\/explorer\/[0-9a-f-]{36}$/);
    });

    inBrowser("says when a search finds nothing, and is left by the keyboard", async () => {
      const { page } = site;
      await site.open("/");
      await page.getByRole("heading", { name: "Recent events" }).waitFor();
      await page.keyboard.press("Control+k");
      const search = page.getByRole("textbox", { name: "Name, type or owner" });
      await search.fill("no-such-thing");
      await page.getByText("Nothing is named like “no-such-thing”", { exact: false }).waitFor();
      await page.keyboard.press("Escape");
      await search.waitFor({ state: "hidden" });
    });

    inBrowser("is walked by the keyboard: past the navigation, and on by it", async () => {
      const { page } = site;
      await site.open("/");
      await page.getByRole("heading", { name: "Recent events" }).waitFor();
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");

      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Explorer" }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/explorer$/);
      await page.getByRole("heading", { name: "Explorer", level: 2 }).waitFor();
    });

    inBrowser("remembers the colours that were chosen", async () => {
      const { page } = site;
      await site.open("/");
      await page.getByRole("button", { name: "Use dark colours" }).click();
      await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
      await page.reload();
      await page.getByRole("button", { name: "Use light colours" }).click();
      await page.locator("html[data-mantine-color-scheme=light]").waitFor();
      await page.evaluate("localStorage.clear()");
    });
  });
}
