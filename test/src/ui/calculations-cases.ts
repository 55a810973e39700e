import { describe, expect } from "@jest/globals";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

/** Every calculation, by a form made from its schema. */
export function calculationsCases(site: UiSite): void {
  describe("calculations", () => {
    inBrowser("are listed, filled in, run, and found again at their URL", async () => {
      const { page } = site;
      await site.open("/calculations");
      await page.getByRole("link", { name: /^service-events/ }).click();
      await page.waitForURL(/\/calculations\/service-events$/);
      await page
        .getByLabel(/^service/)
        .first()
        .fill("orders");
      await page.keyboard.press("Enter");
      await page.waitForURL(/service=orders/);
      await page.getByRole("heading", { name: "Result" }).waitFor();
      await page.getByText("GET /api/v1/calculations/service-events?service=orders").waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "Result" }).waitFor();
    });

    inBrowser("say beside the field what is wrong with it", async () => {
      const { page } = site;
      await site.open("/calculations/service-events?service=orders&from=yesterday");
      await page.locator("[aria-invalid=true]").waitFor();
      expect(await site.violations()).toEqual([]);
    });

    inBrowser("say that there is none of that name", async () => {
      const { page } = site;
      await site.open("/calculations/horoscope");
      await page.getByText("There is no calculation horoscope").waitFor();
      await page.getByRole("link", { name: "See which there are" }).click();
      await page.waitForURL(/\/calculations$/);
    });
  });
}
