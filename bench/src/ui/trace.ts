import type { Browser, Page } from "playwright-core";

/** An event of Chromium's own trace; times in microseconds. */
interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
  args?: { data?: Record<string, unknown> };
}

/** What a stretch of time cost the reader, by Chromium's trace. */
export interface Traced {
  /** Milliseconds from the navigation to the first content, and to the largest. */
  firstPaint: number;
  largestPaint: number;
  /** The sum of all layout shifts that no input caused. */
  layoutShift: number;
  /** Milliseconds of the longest task of the main thread. */
  longestTask: number;
  frames: { drawn: number; dropped: number };
}

const CATEGORIES = [
  "loading",
  "devtools.timeline",
  "blink.user_timing",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
];

/** Has Chromium trace a page while something is done on it. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Traced> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const named = (name: string): TraceEvent[] => traceEvents.filter((event) => event.name === name);
  // The empty page before has its own, and so has every frame of the browser itself.
  const navigation = named("navigationStart").find(({ args }) => args?.data?.["documentLoaderURL"] === page.url());
  const id = navigation?.args?.data?.["navigationId"];
  const since = (name: string): number => {
    const last = named(name).findLast(({ args }) => args?.data?.["navigationId"] === id);
    return last && navigation ? (last.ts - navigation.ts) / 1000 : Number.NaN;
  };
  return {
    firstPaint: since("firstContentfulPaint"),
    largestPaint: since("largestContentfulPaint::Candidate"),
    layoutShift: named("LayoutShift")
      .filter(({ args }) => args?.data?.["had_recent_input"] !== true)
      .reduce((sum, { args }) => sum + Number(args?.data?.["score"] ?? 0), 0),
    longestTask: Math.max(0, ...named("RunTask").map(({ dur = 0 }) => dur / 1000)),
    frames: { drawn: named("DrawFrame").length, dropped: named("DroppedFrame").length },
  };
}
