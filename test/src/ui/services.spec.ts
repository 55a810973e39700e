import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { IntakePublisher, reading } from "@binnacle/collector";
import { serviceInstance, type CatalogRecord } from "@binnacle/contract";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { chromium, type Browser, type Page } from "playwright-core";
import { eventually } from "../eventually.js";
import { RunningStack } from "../running-stack.js";
import { sampleCatalog } from "../sample-catalog/sample-catalog.js";
import { findChromium } from "./find-chromium.js";

const SERVICES = 24;
const WAIT_MS = 30_000;
const LIMIT_MS = 120_000;
const CHROMIUM = findChromium();

const inBrowser = CHROMIUM === undefined ? it.skip : it;

describe("the pages of services", () => {
  let stack: RunningStack;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (CHROMIUM === undefined) return;
    stack = await RunningStack.start();
    await stack.startSink();
    await publish(sampleCatalog({ services: SERVICES, now: Date.now() }));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    // axe needs a page of a context that others can be opened in.
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    page.setDefaultTimeout(WAIT_MS);
  }, LIMIT_MS);

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  const publish = async (records: readonly CatalogRecord[]): Promise<void> => {
    const publisher = new IntakePublisher(stack.provider.url);
    const session = publisher.open("sample");
    for (const record of records) await session.publish(record);
    expect((await session.flush()).failed).toEqual([]);
    await publisher.close();
    await stack.drained();
  };

  const open = (path: string) => page.goto(`${stack.provider.url}${path}`);
  const violations = async () => {
    const { violations: found } = await new AxeBuilder({ page }).analyze();
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  };

  inBrowser(
    "lists all services, and keeps in the URL what they are narrowed down to",
    async () => {
      await open("/services");
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
      expect(await violations()).toEqual([]);
    },
    LIMIT_MS,
  );

  inBrowser(
    "saves what is shown as CSV",
    async () => {
      await open("/services?q=stock");
      await page.getByRole("link", { name: "stock", exact: true }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "CSV" }).click(),
      ]);
      const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
      expect(lines[0]).toMatch(/^service,health,owners,/);
      expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["stock", "stock-1", "stock-2"]);
    },
    LIMIT_MS,
  );

  inBrowser(
    "finds a service by the keyboard alone",
    async () => {
      await open("/");
      await page.getByRole("heading", { name: "Recent events" }).waitFor();
      expect(await violations()).toEqual([]);
      await page.keyboard.press("/");
      await page.getByRole("textbox", { name: "Name, type or owner" }).fill("stock-2");
      await page.getByRole("button", { name: "stock-2 Service" }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/services\/stock-2$/);
      await page.getByRole("heading", { name: "stock-2", level: 2 }).waitFor();
    },
    LIMIT_MS,
  );

  inBrowser(
    "tells all about a service, with nothing in anybody's way",
    async () => {
      await page.setViewportSize({ width: 375, height: 800 });
      for (const [tab, sign] of [
        ["overview", "Deployments and instances"],
        ["events", "What happened"],
        ["dependencies", "Vulnerable dependencies"],
        ["calls", "Who calls whom"],
        ["scorecard", "Scorecard"],
        ["insights", "Code insights"],
        ["readings", "Readings"],
      ] as const) {
        await open(`/services/stock?tab=${tab}`);
        await page.getByRole("heading", { name: sign }).waitFor();
        await eventually(async () => expect(await page.locator(".mantine-Skeleton-root").count()).toBe(0));
        expect([tab, await violations()]).toEqual([tab, []]);
        const isTooWide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
        expect([tab, isTooWide]).toEqual([tab, false]);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    },
    LIMIT_MS,
  );

  inBrowser(
    "shows what changes without being asked",
    async () => {
      await open("/services/orders");
      const production = page.getByRole("region", { name: "production" });
      await production.getByText(/^\d+ instances?: \d+ up$/).waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      const instance = serviceInstance("orders", "production", "orders-0");
      await publish([reading(instance, "HealthCheck", { status: "down", message: "HTTP 500" })]);
      await production.getByText("Down", { exact: true }).waitFor();
      await eventually(async () => expect(await page.getByText("HTTP 500").count()).toBe(1));
    },
    LIMIT_MS,
  );
});
