import { readFile } from "node:fs/promises";
import { resourceId } from "@binnacle/contract";
import { describe, expect } from "@jest/globals";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

/** Who is affected. */
export function impactCases(site: UiSite): void {
  describe("impact", () => {
    inBrowser("lists by owner who depends on versions of a package, and exports it", async () => {
      const { page } = site;
      await site.open("/impact");
      const subject = page.getByLabel("Package and versions");
      await subject.fill("log4j-core < 2.17");
      await page.keyboard.press("Enter");
      await page.waitForURL(/dependency=log4j-core/);
      await page.getByRole("heading", { name: "By owner" }).waitFor();
      await page.getByRole("link", { name: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1" }).first().waitFor();

      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "CSV" }).click(),
      ]);
      const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.slice(1).every((line) => line.includes("log4j-core@2.14.1"))).toBe(true);
    });

    inBrowser("says that nobody is affected, and what is wrong with a range", async () => {
      const { page } = site;
      await site.open(`/impact?dependency=${encodeURIComponent("log4j-core > 99")}`);
      await page.getByText("Nobody is affected").waitFor();
      await site.open(`/impact?dependency=${encodeURIComponent("log4j-core < < 2")}`);
      await page.getByRole("alert").waitFor();
      expect(await site.violations()).toEqual([]);
    });

    inBrowser("answers for any Resource as well", async () => {
      const { page } = site;
      await site.open(`/impact?id=${resourceId("SoftwareDependencyVersion", "pkg:npm/lodash@4.17.15")}`);
      await page.getByRole("heading", { name: "By owner" }).waitFor();
    });
  });
}
