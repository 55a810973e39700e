import type { Browser, Page } from "playwright-core";

/** An event of Chromium's own trace; times in microseconds. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of processor time. */
  tdur?: number;
  args?: { data?: Record<string, unknown>; name?: string; frame_reporter?: FrameReport };
}

/** What became of one frame, or of the part of it that one thread had to give, as Chromium says at its end. */
interface FrameReport {
  frame_sequence: number;
  layer_tree_host_id: number;
  state: "STATE_PRESENTED_ALL" | "STATE_PRESENTED_PARTIAL" | "STATE_DROPPED" | "STATE_NO_UPDATE_DESIRED";
  /** Whether a reader could see that it was dropped: nothing moved where something should have. */
  affects_smoothness: boolean;
}

/** What a stretch of time cost the reader, by Chromium's trace. */
export interface Traced {
  /** Milliseconds from the navigation to the first content, and to the largest. */
  firstPaint: number;
  largestPaint: number;
  /** The sum of all layout shifts that no input caused. */
  layoutShift: number;
  /** Milliseconds of the longest task of the page's main thread, by the clock. */
  longestTask: number;
  /** The same of processor time: what it would take on a machine that does nothing else. */
  longestWork: number;
  /** Milliseconds of processor time that the page's main thread took. */
  mainThread: number;
  frames: Frames;
}

/** The frames of a page. */
export interface Frames {
  drawn: number;
  /** Those of which Chromium says that the reader could see it. */
  dropped: number;
  /** Those that moved in time, while what the main thread had to add came with a later one. */
  late: number;
}

const CATEGORIES = [
  "loading",
  "devtools.timeline",
  "blink.user_timing",
  "disabled-by-default-devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
];

/** Has Chromium trace a page while something is done on it. No other page may be drawn meanwhile. */
export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<Traced> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const named = (name: string): TraceEvent[] => traceEvents.filter((event) => event.name === name);
  // The empty page before has its own, and so has every frame of the browser itself; the page may have given itself another query since.
  const origin = new URL(page.url()).origin;
  const navigation = named("navigationStart").findLast(({ args }) =>
    String(args?.data?.["documentLoaderURL"]).startsWith(origin),
  );
  const id = navigation?.args?.data?.["navigationId"];
  const since = (name: string): number => {
    const last = named(name).findLast(({ args }) => args?.data?.["navigationId"] === id);
    return last && navigation ? (last.ts - navigation.ts) / 1000 : Number.NaN;
  };
  const tasks = tasksOf(traceEvents);
  return {
    firstPaint: since("firstContentfulPaint"),
    largestPaint: since("largestContentfulPaint::Candidate"),
    layoutShift: named("LayoutShift")
      .filter(({ args }) => args?.data?.["had_recent_input"] !== true)
      .reduce((sum, { args }) => sum + Number(args?.data?.["score"] ?? 0), 0),
    longestTask: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)),
    longestWork: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1000)),
    mainThread: tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
    frames: framesOf(traceEvents),
  };
}

/** The process that draws the page: the browser's own has tasks and frames as well. */
function processOf(events: readonly TraceEvent[]): number | undefined {
  const frames = new Map<number, number>();
  for (const { name, pid } of events) {
    if (name === "BeginMainThreadFrame") frames.set(pid, (frames.get(pid) ?? 0) + 1);
  }
  return [...frames].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function tasksOf(events: readonly TraceEvent[]): TraceEvent[] {
  const process = processOf(events);
  const thread = events.find(
    ({ name, pid, args }) => name === "thread_name" && pid === process && args?.name === "CrRendererMain",
  )?.tid;
  return events.filter(({ name, pid, tid }) => name === "RunTask" && pid === process && tid === thread);
}

function framesOf(events: readonly TraceEvent[]): Frames {
  const process = processOf(events);
  const mine = events.filter(({ pid }) => pid === process);
  // Where the two threads did not keep step, a frame has a report for each.
  const reports = new Map<string, FrameReport[]>();
  for (const { name, args } of mine) {
    const report = args?.frame_reporter;
    if (name !== "PipelineReporter" || report === undefined) continue;
    const key = `${report.layer_tree_host_id} ${report.frame_sequence}`;
    reports.set(key, [...(reports.get(key) ?? []), report]);
  }
  const frames = [...reports.values()];
  const dropped = frames.filter((parts) =>
    parts.some(({ state, affects_smoothness }) => state === "STATE_DROPPED" && affects_smoothness),
  );
  const late = frames.filter(
    (parts) => !dropped.includes(parts) && parts.some(({ state }) => state === "STATE_PRESENTED_PARTIAL"),
  );
  return {
    drawn: mine.filter(({ name }) => name === "DrawFrame").length,
    dropped: dropped.length,
    late: late.length,
  };
}
