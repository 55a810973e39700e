import { resourceId } from "@binnacle/contract";
import { describe, expect } from "@jest/globals";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

/** Two Resources side by side. */
export function compareCases(site: UiSite): void {
  describe("compare", () => {
    inBrowser("takes two Resources by the keyboard, and keeps them in the URL", async () => {
      const { page } = site;
      await site.open("/compare");
      await page.getByText("Choose two Resources").waitFor();
      for (const [side, name] of [
        ["Left", "orders/staging"],
        ["Right", "orders/production"],
      ] as const) {
        await page.getByLabel(side, { exact: true }).first().fill(name);
        await page.getByRole("option", { name: `${name} ServiceDeployment` }).waitFor();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
      }
      const staging = resourceId("ServiceDeployment", "orders/staging");
      const production = resourceId("ServiceDeployment", "orders/production");
      await page.waitForURL(new RegExp(`left=${staging}.*right=${production}`));
      const versions = page.getByRole("region", { name: "Differences of DeployedVersion" });
      await versions.getByText("/version").waitFor();

      await page.reload();
      await versions.getByText("/version").waitFor();
      expect(await site.violations()).toEqual([]);
    });

    inBrowser("says when nothing differs", async () => {
      const { page } = site;
      const team = resourceId("Team", "checkout");
      await site.open(`/compare?left=${team}&right=${resourceId("Team", "payments")}`);
      await page.getByText("Nothing differs").waitFor();
    });
  });
}
