import { resourceId } from "@binnacle/contract";
import { describe, expect } from "@jest/globals";
import { eventually } from "../eventually.js";
import { inBrowser } from "./in-browser.js";
import type { UiSite } from "./ui-site.js";

const DEPLOYMENT = resourceId("ServiceDeployment", "basket/production");
const INSTANCE = resourceId("ServiceInstance", "basket/production/basket-0");

/** Any Resource of any type. */
export function explorerCases(site: UiSite): void {
  describe("the explorer", () => {
    inBrowser("finds a Resource by type and name, and opens it by the keyboard", async () => {
      const { page } = site;
      await site.open("/explorer?type=ServiceDeployment");
      const table = page.getByRole("region", { name: "Resources" });
      await table.getByRole("link", { name: "basket/production", exact: true }).waitFor();
      await page.getByLabel("Part of the name").fill("basket/");
      await page.waitForURL(/q=basket/);
      await eventually(async () => expect(await page.getByText("2 Resources").count()).toBe(1));

      await page.reload();
      const link = table.getByRole("link", { name: "basket/production", exact: true });
      await link.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(`/explorer/${DEPLOYMENT}`));
      await page.getByRole("heading", { name: "basket/production", level: 2 }).waitFor();
    });

    inBrowser("shows a reading as a tree, to be searched and copied", async () => {
      const { page, context } = site;
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await site.open(`/explorer/${DEPLOYMENT}`);
      const item = page.getByRole("region", { name: /^DeployedVersion/ });
      await item.getByText("commit:", { exact: false }).waitFor();
      await item.getByRole("textbox", { name: "Search keys and values" }).fill("since");
      await eventually(async () => expect(await item.getByText("commit:", { exact: false }).count()).toBe(0));
      await item.getByRole("button", { name: "Copy as JSON" }).click();
      const copied = JSON.parse(String(await page.evaluate("navigator.clipboard.readText()")));
      expect(Object.keys(copied).toSorted()).toEqual(["commit", "since", "version"]);
    });

    inBrowser("goes up, down and across", async () => {
      const { page } = site;
      await site.open(`/explorer/${DEPLOYMENT}`);
      await page.getByRole("tab", { name: "Readings" }).focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.waitForURL(/tab=hierarchy/);
      const hierarchy = page.getByRole("region", { name: "Hierarchy" });
      await hierarchy.getByRole("link", { name: "basket", exact: true }).waitFor();
      await hierarchy.getByRole("link", { name: "basket/production/basket-0" }).click();
      await page.waitForURL(new RegExp(INSTANCE));

      await site.open(`/explorer/${DEPLOYMENT}?tab=references`);
      const refersTo = page.getByRole("region", { name: "Refers to", exact: true });
      await refersTo.getByText("ServiceDeploymentDependencies").first().waitFor();
      await refersTo.getByRole("link", { name: /^pkg:/ }).first().click();
      await page.getByRole("tab", { name: "References" }).click();
      await page
        .getByRole("region", { name: "Referred to by" })
        .getByRole("link", { name: "basket/production", exact: true })
        .waitFor();
    });

    inBrowser("draws a series, and lists the same in a table", async () => {
      const { page } = site;
      await site.open(`/explorer/${INSTANCE}?tab=series`);
      await page.getByRole("img", { name: /latencyMs/ }).waitFor();
      await page.getByText("Table", { exact: true }).click();
      const table = page.getByRole("region", { name: "Series HealthCheckSample" });
      expect(await table.locator("table").getAttribute("aria-rowcount")).toBe("13");
      await table.getByTitle("Open the value").first().focus();
      await page.keyboard.press("Enter");
      const value = page.getByRole("dialog");
      await value.getByText("latencyMs:", { exact: false }).waitFor();
      expect(await site.violations()).toEqual([]);
      await page.keyboard.press("Escape");
      await value.waitFor({ state: "hidden" });
    });

    inBrowser("finds readings by what their values hold, and points at what it does not understand", async () => {
      const { page } = site;
      await site.open("/explorer?find=readings&type=HealthCheck");
      const where = page.getByLabel("Whose value fulfils");
      await where.fill('$.status == "down"');
      await page.keyboard.press("Enter");
      await page.waitForURL(/where=/);
      await page.getByRole("link", { name: /^stock\/production/ }).waitFor();
      await eventually(async () => expect(await page.getByRole("link", { name: /^mail\/production/ }).count()).toBe(0));

      await where.fill('$.status = "down"');
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      expect(await site.violations()).toEqual([]);
    });

    inBrowser("shows markup, links of scripts and long numbers as the text that they are", async () => {
      const { page } = site;
      const value = `{"note":"<img src=x onerror=alert(1)>","url":"javascript:alert(2)","big":12345678901234567890}`;
      const record = `{"kind":"reading","resource":{"type":"ServiceInstance","name":"basket/production/basket-0"},"type":"Odd","value":${value}}`;
      await site.stack.publisher.publishMessage(`{"source":"odd","records":[${record}]}`);
      await site.stack.drained();
      await site.open(`/explorer/${INSTANCE}`);
      const odd = page.getByRole("button", { name: /^Odd/ });
      if ((await odd.getAttribute("aria-expanded")) === "false") await odd.click();
      await page.getByText("<img src=x onerror=alert(1)>").waitFor();
      await page.getByText("javascript:alert(2)").waitFor();
      // Beyond what a double holds.
      await page.getByText("12345678901234567890").waitFor();
      expect(await page.locator("img[src=x], a[href^=javascript]").count()).toBe(0);
    });

    inBrowser("says that there is no such Resource", async () => {
      const { page } = site;
      await site.open(`/explorer/${resourceId("Service", "never-heard-of")}`);
      await page.getByText("It may have been removed", { exact: false }).waitFor();
      expect(await site.violations()).toEqual([]);
    });
  });
}
