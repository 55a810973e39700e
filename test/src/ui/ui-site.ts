import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { IntakePublisher } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { expect } from "@jest/globals";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { eventually } from "../eventually.js";
import { RunningStack } from "../running-stack.js";
import { sampleCatalog } from "../sample-catalog/sample-catalog.js";
import { CHROMIUM } from "./in-browser.js";

export const SERVICES = 24;
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 375, height: 800 };

const WAIT_MS = 60_000;
const DAY_MS = 86_400_000;

/** One rule removes at once, to be undone; the other asks first. */
const CONFIGURATION = `
housekeeping:
  schedule: every 1s
  guard: { share: 1 }
  probe: { every: 1s, margin: 0s }
  rules:
    - { name: old-previews, type: PreviewEnvironment, createdBefore: 2d, withoutReading: { types: [HealthCheck], for: 1h } }
    - { name: old-jobs, type: BatchJob, createdBefore: 2d, withoutReading: { types: [HealthCheck], for: 1h }, guard: { share: 0.1 } }
`;
/** More than these are of each type, so that housekeeping has something to compare with. */
const OLD = [1, 2, 3, 4];

/** The real stack with a made-up company's catalog, and a browser to look at it with; one for all tests of the UI. */
export class UiSite {
  stack!: RunningStack;
  browser!: Browser;
  context!: BrowserContext;
  /** The page that tests share; each opens what it needs. */
  page!: Page;
  /** What the browser's console complained of, the Content-Security-Policy included. */
  readonly complaints: string[] = [];
  private folder!: string;

  async start(): Promise<void> {
    this.stack = await RunningStack.start();
    await this.stack.startSink();
    await this.publish("sample", sampleCatalog({ services: SERVICES, now: Date.now() }));
    await this.publishWhatIsRejected();
    await this.publishWhatIsOld();
    this.folder = await mkdtemp(join(tmpdir(), "ui-"));
    await writeFile(join(this.folder, "binnacle.yaml"), CONFIGURATION);
    await this.stack.startHousekeeper(join(this.folder, "binnacle.yaml"));
    await eventually(async () => {
      expect(await this.stack.read("/housekeeping/runs")).toContain("old-previews");
      expect(await this.stack.read("/housekeeping/plans?status=held")).toContain("old-jobs");
    }, WAIT_MS);
    this.browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    this.context = await this.browser.newContext({ viewport: WIDE });
    this.context.setDefaultTimeout(WAIT_MS);
    this.page = await this.context.newPage();
    this.page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    this.page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await this.stack?.stop();
    if (this.folder) await rm(this.folder, { recursive: true });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.stack.provider.url}${path}`);
  }

  /** A page that is shared with nobody, and whose time can be let pass: `page.clock.fastForward`. Close its context afterwards. */
  async pageInItsTime(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: WIDE });
    context.setDefaultTimeout(WAIT_MS);
    await context.clock.install();
    return context.newPage();
  }

  /** Publishes through the intake, and waits until it is stored. */
  async publish(source: string, records: readonly CatalogRecord[]): Promise<void> {
    const publisher = new IntakePublisher(this.stack.provider.url);
    const session = publisher.open(source);
    for (const record of records) await session.publish(record);
    expect((await session.flush()).failed).toEqual([]);
    await publisher.close();
    await this.stack.drained();
  }

  /** Waits until everything on the page has been loaded. */
  async settled(page = this.page): Promise<void> {
    await eventually(async () => expect(await page.locator(".mantine-Skeleton-root").count()).toBe(0), WAIT_MS);
  }

  /** What is in somebody's way on the page that is open. */
  async violations(page = this.page): Promise<string[]> {
    // There are no frames, which are all that the other mode is for; it opens a second page each time.
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  /** Whether one has to scroll sideways to see all of the page. */
  async isTooWide(page = this.page): Promise<boolean> {
    return page.evaluate("document.documentElement.scrollWidth > innerWidth");
  }

  private async publishWhatIsRejected(): Promise<void> {
    const records = [
      `{"kind":"resource","type":"ServiceInstance","name":""}`,
      `{"kind":"reading","resource":{"type":"Service","name":"orders"},"type":"Cost","value":{"note":"\\u0000"}}`,
      `{"kind":"resource","type":"Service","name":"orders","observedOn":"2999-01-01T00:00:00Z"}`,
    ];
    await this.stack.publisher.publishMessage(`{"source":"orders-team/k8s","records":[${records.join(",")}]}`);
  }

  private async publishWhatIsOld(): Promise<void> {
    const observedOn = new Date(Date.now() - 9 * DAY_MS).toISOString();
    const records = ["PreviewEnvironment", "BatchJob"].flatMap((type) =>
      OLD.map((number) => ({
        kind: "resource",
        type,
        name: `${type === "BatchJob" ? "job" : "pr"}-${number}`,
        observedOn,
      })),
    );
    await this.stack.publisher.publishMessage(JSON.stringify({ source: "previews/ci", records }));
    await this.stack.drained();
  }
}
