import { readFile } from "node:fs/promises";
import { reading } from "@binnacle/collector";
import { serviceInstance } from "@binnacle/contract";
import { describe, expect } from "@jest/globals";
import { eventually } from "../eventually.js";
import { inBrowser } from "./in-browser.js";
import { SERVICES, WIDE, type UiSite } from "./ui-site.js";

/** The list of services, and the page of one. */
export function servicesCases(site: UiSite): void {
  describe("the pages of services", () => {
    inBrowser("lists all services, and keeps in the URL what they are narrowed down to", async () => {
      const { page } = site;
      await site.open("/services");
      const table = page.getByRole("region", { name: "Services" });
      await table.getByRole("link", { name: "stock", exact: true }).waitFor();
      expect(await table.locator("table").getAttribute("aria-rowcount")).toBe(String(SERVICES + 1));

      await page.getByRole("textbox", { name: "Find" }).fill("stock");
      await page.waitForURL(/[?&]q=stock/);
      await table.getByRole("button", { name: "Vulnerabilities" }).click();
      await page.waitForURL(/sort=-vulnerabilities/);
      await page.reload();
      await table.getByRole("link", { name: "stock-1" }).waitFor();
      expect(await table.locator("table").getAttribute("aria-rowcount")).toBe("4");
      expect(await site.violations()).toEqual([]);
    });

    inBrowser("scrolls to the last service by the keyboard, below a head that stays", async () => {
      const { page } = site;
      await page.setViewportSize({ ...WIDE, height: 600 });
      await site.open("/services");
      const table = page.getByRole("region", { name: "Services" });
      const last = table.locator(`tr[aria-rowindex="${SERVICES + 1}"]`);
      await table.locator('tr[aria-rowindex="2"]').waitFor();
      expect(await last.count()).toBe(0);
      await table.focus();
      await page.keyboard.press("End");
      await last.waitFor();
      await eventually(async () => {
        const [box, head, row] = await Promise.all(
          [table, table.locator("thead"), last].map(async (each) => (await each.boundingBox())!),
        );
        expect(Math.abs(head!.y - box!.y)).toBeLessThan(2);
        expect(Math.abs(row!.y + row!.height - (box!.y + box!.height))).toBeLessThan(2);
      });
      await page.setViewportSize(WIDE);
    });

    inBrowser("saves what is shown as CSV", async () => {
      const { page } = site;
      await site.open("/services?q=stock");
      await page.getByRole("link", { name: "stock", exact: true }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "CSV" }).click(),
      ]);
      const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
      expect(lines[0]).toMatch(/^service,health,owners,/);
      expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["stock", "stock-1", "stock-2"]);
    });

    inBrowser("finds a service by the keyboard alone", async () => {
      const { page } = site;
      await site.open("/");
      await page.getByRole("heading", { name: "Recent events" }).waitFor();
      expect(await site.violations()).toEqual([]);
      await page.keyboard.press("/");
      await page.getByRole("textbox", { name: "Name, type or owner" }).fill("stock-2");
      await page.getByRole("button", { name: "stock-2 Service" }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/services\/stock-2$/);
      await page.getByRole("heading", { name: "stock-2", level: 2 }).waitFor();
    });

    inBrowser("steps through the events graph by the keyboard, says which event it is, and opens it", async () => {
      const { page } = site;
      await site.open("/services/stock?tab=events");
      const timeline = page.getByRole("application", { name: "Timeline of stock" });
      await timeline.locator("canvas").waitFor();
      await timeline.focus();
      const announced = timeline.locator("[aria-live]");
      const press = async (key: string, expected: RegExp): Promise<string> => {
        await page.keyboard.press(key);
        await eventually(async () => expect(await announced.textContent()).toMatch(expected));
        return (await announced.textContent())!;
      };
      const newest = await press("ArrowLeft", /, (\d+) of \1$/);
      const count = Number(newest.split(" ").at(-1));
      expect(count).toBeGreaterThan(2);
      const before = await press("ArrowLeft", new RegExp(`, ${count - 1} of ${count}$`));
      expect(before).not.toBe(newest);
      await press("Home", new RegExp(`, 1 of ${count}$`));
      expect(await press("End", new RegExp(`, ${count} of ${count}$`))).toBe(newest);
      expect(await site.violations()).toEqual([]);
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/explorer\/[0-9a-f-]{36}$/);
    });

    inBrowser("says how each instance is, also of those that nobody checked", async () => {
      const { page } = site;
      await site.open("/services/mail");
      const tree = page.getByRole("region", { name: "Deployments and instances" });
      const unchecked = tree.getByRole("listitem").filter({ hasText: "never checked" });
      await unchecked.first().waitFor();
      expect(await unchecked.first().textContent()).toMatch(/^mail-0Unknown/);
      expect(await tree.getByRole("listitem").filter({ hasText: "Up" }).count()).toBeGreaterThan(0);
    });

    inBrowser("says whom a service calls, and who calls it", async () => {
      const { page } = site;
      const graph = JSON.parse(await site.stack.read("/calculations/egress-graph?service=orders")) as {
        result: { nodes: { name: string; isCallee: boolean; isCaller: boolean }[] };
      };
      await site.open("/services/orders?tab=calls");
      for (const [title, isWanted] of [
        ["orders calls", "isCallee"],
        ["orders is called by", "isCaller"],
      ] as const) {
        const names = graph.result.nodes.filter((node) => node[isWanted]).map(({ name }) => name);
        const shown = page.getByRole("region", { name: title });
        await shown.waitFor();
        expect(await shown.getByRole("link").allTextContents()).toEqual(names);
      }
    });

    inBrowser("shows what changes without being asked", async () => {
      const { page } = site;
      await site.open("/services/orders");
      const production = page.getByRole("region", { name: "production" });
      await production.getByText(/^\d+ instances?: \d+ up$/).waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      const instance = serviceInstance("orders", "production", "orders-0");
      await site.publish("sample", [reading(instance, "HealthCheck", { status: "down", message: "HTTP 500" })]);
      await production.getByText("Down", { exact: true }).waitFor();
      await eventually(async () => expect(await page.getByText("HTTP 500").count()).toBe(1));
    });
  });
}
