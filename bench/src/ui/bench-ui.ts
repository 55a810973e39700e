import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { createSnsClient, SnsPublisher } from "@binnacle/messaging";
import type { CatalogRecord } from "@binnacle/contract";
import { chromium, type Browser, type CDPSession, type Page } from "playwright-core";
import { median, printTable } from "../figures.js";
import { startLocalStack } from "../latency/local-stack.js";
import { bareTable } from "./bare-table.js";
import { healthOf, manyServices, nameOf } from "./many-services.js";
import { printScrolling } from "./measure-scrolling.js";
import { traced, type Traced } from "./trace.js";

const SERVICES = 10_000;
const CHANGES = 10_000;
const SIZE = { width: 1440, height: 900 };
const WAIT_MS = 300_000;
/** Of changes. */
const ROUNDS = 3;
/** Changes before the heap is looked at for the first time: what a page keeps once it has been used a little is no growth. */
const WARM_UP = 3_000;
/**
 * The heap is the least of so many looks at it. The last of what a change has asked for again comes a minute later, and while an answer of
 * twenty pages comes, the page holds two of them: single looks differed by half from run to run.
 */
const LOOKS = 6;
const BETWEEN_LOOKS_MS = 15_000;
const LABELS = { up: "Up", down: "Down" };
const CHROMIUM = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** First view, layout shifts, scrolling through 10,000 services beside a bare page and the heap after 10,000 live changes, in a real Chromium. */
export async function benchUi({ runs, only }: { runs: number; only: RegExp }): Promise<void> {
  const executablePath = CHROMIUM.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error("No Chromium is installed; CHROMIUM_PATH names one elsewhere");
  const stack = await startLocalStack();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const publish = publisherTo(stack);
    await publish(manyServices(SERVICES, Date.now()));
    await shown(stack.apiUrl, nameOf(SERVICES - 1));
    console.error(`${SERVICES} services are there`);
    if (only.test("views")) await printFirstViews(browser, stack.apiUrl, runs);
    if (only.test("scrolling")) {
      const bare = { name: "a bare page", page: await openBareTable(browser) };
      const services = { name: "/services", page: await openServices(browser, stack.apiUrl) };
      await printScrolling(browser, [services, bare], runs);
      for (const { page } of [services, bare]) await page.context().close();
    }
    if (!only.test("heap")) return;
    const page = await openServices(browser, stack.apiUrl);
    await printHeap(page, async (round, changes) => {
      const [rule, exception] = round % 2 === 1 ? (["down", "up"] as const) : (["up", "down"] as const);
      await publish(
        Array.from({ length: changes }, (_, index) => healthOf(index, index % 50 === 0 ? exception : rule)),
      );
      await page.getByText(LABELS[rule], { exact: true }).nth(5).waitFor();
    });
  } finally {
    await browser.close();
    await stack.stop();
  }
}

/** Each from an empty cache, as on somebody's first visit. */
async function printFirstViews(browser: Browser, origin: string, runs: number): Promise<void> {
  const rows: string[][] = [];
  for (const [path, sign] of [
    ["/", "Recent events"],
    ["/services", "Services"],
    [`/services/${nameOf(7)}`, "Deployments and instances"],
    ["/pipeline", "Sources"],
  ] as const) {
    const views: Traced[] = [];
    let bytes = 0;
    for (let run = 0; run < runs; run++) {
      const page = await (await browser.newContext({ viewport: SIZE })).newPage();
      page.setDefaultTimeout(WAIT_MS);
      const scripts: string[] = [];
      page.on("response", (response) => void (response.url().endsWith(".js") && scripts.push(response.url())));
      let first: string[] = [];
      const view = await traced(browser, page, async () => {
        await page.goto(origin + path);
        await page.getByRole("heading", { name: sign, exact: true }).first().waitFor();
        first = [...scripts];
        // What comes later must not push away what is there.
        await page.waitForTimeout(3_000);
      });
      views.push(view);
      bytes = await compressedSize(first);
      await page.context().close();
    }
    const of = (value: (view: Traced) => number, digits = 0): string => median(views.map(value)).toFixed(digits);
    rows.push([
      path,
      `${of(({ firstPaint }) => firstPaint)} ms`,
      `${of(({ largestPaint }) => largestPaint)} ms`,
      of(({ layoutShift }) => layoutShift, 3),
      `${of(({ longestTask }) => longestTask)} ms`,
      `${of(({ longestWork }) => longestWork)} ms`,
      `${(bytes / 1000).toFixed(0)} kB`,
    ]);
    console.error(`${path} was opened ${runs} times`);
  }
  printTable(
    ["page", "first paint", "largest paint", "layout shift", "longest task", "longest by CPU", "JavaScript, gzip"],
    rows,
  );
}

async function compressedSize(urls: readonly string[]): Promise<number> {
  const sizes = urls.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function openServices(browser: Browser, origin: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: SIZE })).newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(`${origin}/services`);
  // All pages of the list, the stack's own service and the header.
  await page.locator(`table[aria-rowcount="${SERVICES + 2}"]`).waitFor();
  return page;
}

async function openBareTable(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: SIZE })).newPage();
  await page.setContent(bareTable(SERVICES));
  return page;
}

/**
 * The heap of the page, collected, after each round of changes. Every second round leads back to the same services: what is more then than two
 * rounds before was not let go.
 */
async function printHeap(page: Page, change: (round: number, changes: number) => Promise<void>): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const round of [1, 2]) await change(round, WARM_UP);
  const sizes = [await leastHeap(page, session)];
  for (let round = 1; round <= ROUNDS; round++) {
    await change(round, CHANGES);
    sizes.push(await leastHeap(page, session));
    console.error(`${round * CHANGES} changes were shown`);
  }
  printTable(
    ["live changes so far", "heap after collection", "against the first", "against two rounds before"],
    sizes.map((bytes, round) => {
      const grownSince = (before: number | undefined): string =>
        before === undefined || round === 0 ? "-" : `${(100 * (bytes / before - 1)).toFixed(1)} %`;
      return [
        (round * CHANGES).toLocaleString("en"),
        `${(bytes / 1e6).toFixed(1)} MB`,
        grownSince(sizes[0]),
        grownSince(sizes[round - 2]),
      ];
    }),
  );
}

async function leastHeap(page: Page, session: CDPSession): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    await page.waitForTimeout(BETWEEN_LOOKS_MS);
    for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
    looks.push((await session.send("Runtime.getHeapUsage")).usedSize);
  }
  return Math.min(...looks);
}

interface Stack {
  awsEndpoint: string;
  region: string;
  topicArn: string;
}

function publisherTo({ awsEndpoint: endpoint, region, topicArn }: Stack) {
  return async (records: Iterable<CatalogRecord>): Promise<void> => {
    const client = createSnsClient({ endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
    const publisher = new SnsPublisher({ topicArn, client });
    const session = publisher.open("bench/ui");
    for (const record of records) await session.publish(record);
    const { failed } = await session.flush();
    await publisher.close();
    client.destroy();
    if (failed.length > 0) throw new Error(`not published: ${failed[0]!.detail}`);
  };
}

/** Waits until the last of the services has its health. */
async function shown(apiUrl: string, name: string): Promise<void> {
  const url = `${apiUrl}/api/v1/resources/by-name?type=ServiceInstance&name=${name}/production/0&readings=HealthCheck`;
  for (;;) {
    const response = await fetch(url);
    const text = await response.text();
    if (response.ok && text.includes("latencyMs")) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
