import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "playwright-core";
import { median, printTable } from "../figures.js";
import { traced, type Traced } from "./trace.js";

/** What is scrolled by, and how often. */
interface Scroll {
  name: string;
  perform(page: Page, session: CDPSession): Promise<void>;
}

const SCROLLS: readonly Scroll[] = [
  // What somebody does who looks for something: most rows stay, three come.
  { name: "60 turns of the wheel, 120 px each, 30 a second", perform: (page) => turnWheel(page, 60, 120, 33) },
  // As a touchpad gives it: a little with every frame, and fast.
  { name: "a fling of 9,000 px, 3,000 px/s", perform: fling },
  // As with a held Page Down key: every row is another one each time, the most that can be asked of a table.
  { name: "60 jumps of 900 px, 20 a second", perform: (page) => turnWheel(page, 60, 900, 50) },
];
/** What a scroll started is over, and the next one starts from a page at rest. */
const REST_MS = 700;

/** A page with a table, as a region, and what it is called in the figures. */
export interface ScrolledPage {
  name: string;
  page: Page;
}

/**
 * Scrolls the pages' tables by turns, so that what else the machine does falls on all of them alike, and prints medians. The last of the
 * pages is the ceiling: the others' processor time is given as a multiple of its.
 */
export async function printScrolling(browser: Browser, pages: readonly ScrolledPage[], runs: number): Promise<void> {
  const rows: string[][] = [];
  for (const scroll of SCROLLS) {
    const seen = pages.map((): Traced[] => []);
    for (let run = 0; run < runs; run++) {
      const turn = pages.map((_, index) => index);
      for (const index of run % 2 === 0 ? turn : turn.toReversed()) {
        seen[index]!.push(await scrolled(browser, pages[index]!.page, scroll));
      }
    }
    const of = (index: number, value: (each: Traced) => number): number => median(seen[index]!.map(value));
    const ceiling = of(pages.length - 1, ({ mainThread }) => mainThread);
    pages.forEach(({ name }, index) => {
      const dropped = seen[index]!.map(({ frames }) => frames.dropped).toSorted((a, b) => a - b);
      const mainThread = of(index, (each) => each.mainThread);
      rows.push([
        scroll.name,
        name,
        `${of(index, ({ frames }) => frames.drawn)}`,
        `${median(dropped)} (${dropped[0]} to ${dropped.at(-1)})`,
        `${(100 * of(index, ({ frames }) => frames.dropped / (frames.dropped + frames.drawn))).toFixed(0)} %`,
        `${of(index, ({ frames }) => frames.late)}`,
        `${of(index, ({ longestTask }) => longestTask).toFixed(0)} ms`,
        `${of(index, ({ longestWork }) => longestWork).toFixed(0)} ms`,
        `${mainThread.toFixed(0)} ms`,
        (mainThread / ceiling).toFixed(1),
      ]);
    });
    console.error(`${scroll.name}: scrolled ${runs} times`);
  }
  printTable(
    [
      "scroll",
      "page",
      "drawn",
      "dropped",
      "share",
      "late",
      "longest task",
      "longest by CPU",
      "all CPU",
      "of the bare page's",
    ],
    rows,
  );
}

async function scrolled(browser: Browser, page: Page, { perform }: Scroll): Promise<Traced> {
  await page.bringToFront();
  const region = page.getByRole("region", { name: "Services" });
  await region.evaluate("(box) => { box.scrollTop = 0; }");
  await region.hover();
  await page.waitForTimeout(REST_MS);
  const session = await page.context().newCDPSession(page);
  const seen = await traced(browser, page, () => perform(page, session));
  await session.detach();
  return seen;
}

/** By the clock, whether or not the page has answered the turn before: waiting would be gentler to a page the slower it is. */
async function turnWheel(page: Page, turns: number, pixels: number, everyMs: number): Promise<void> {
  const answered: Promise<void>[] = [];
  const start = performance.now();
  for (let turn = 0; turn < turns; turn++) {
    answered.push(page.mouse.wheel(0, pixels));
    await sleep(Math.max(0, start + (turn + 1) * everyMs - performance.now()));
  }
  await Promise.all(answered);
}

async function fling(page: Page, session: CDPSession): Promise<void> {
  const { width, height } = page.viewportSize()!;
  await session.send("Input.synthesizeScrollGesture", {
    x: Math.round(width / 2),
    y: Math.round(height / 2),
    yDistance: -9_000,
    speed: 3_000,
    gestureSourceType: "mouse",
  });
}
