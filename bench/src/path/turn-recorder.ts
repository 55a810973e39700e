/**
 * Loaded into a process by `node --import`: measures every turn of its event loop by the CPU time that the main thread took, collections of
 * garbage on it included, and tells the parent when asked. What waits for a processor that others have is not in it.
 */
import { PerformanceObserver, type NodeGCPerformanceDetail, type PerformanceEntry } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";
import { LIMIT_MS, TURNS_REQUEST, type Turns, type TurnsAnswer } from "./turns.js";

const NOTED_MS = 0.5;
/** `perf_hooks.constants.NODE_PERFORMANCE_GC_MINOR` */
const MINOR = 1;

/** By the clock, in milliseconds since the process began. */
interface Span {
  start: number;
  end: number;
}

let turns = none();
/** Those long enough to ask what was in them, until somebody does: collections are told of after their turn. */
let long: (Span & { cpu: number })[] = [];
let collections: Span[] = [];

function none(): Turns {
  return {
    longest: 0,
    longestOwn: 0,
    overLimit: 0,
    overLimitOwn: 0,
    noted: 0,
    total: 0,
    longestMinor: 0,
    longestMajor: 0,
  };
}

let last = cpuMillis();
let lastOn = performance.now();

/** Once a turn, after the sockets were served: an immediate that keeps nothing alive makes no turn by itself. */
function measure(): void {
  const now = cpuMillis();
  const turn = now - last;
  last = now;
  const on = performance.now();
  if (turn > LIMIT_MS / 4) long.push({ start: lastOn, end: on, cpu: turn });
  lastOn = on;
  turns.total += turn;
  if (turn > turns.longest) turns.longest = turn;
  if (turn > NOTED_MS) turns.noted++;
  if (turn > LIMIT_MS) turns.overLimit++;
  setImmediate(measure).unref();
}

/**
 * What of a turn was no collection of garbage: of its CPU time and of its time by the clock without collections, which counts waiting for a
 * processor, too, the smaller one.
 */
function own({ start, end, cpu }: (typeof long)[number]): number {
  const collecting = collections.map((span) => Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)));
  return Math.min(cpu, end - start - collecting.reduce((sum, each) => sum + each, 0));
}

function tell(): Turns {
  const owns = long.map(own);
  return { ...turns, longestOwn: Math.max(0, ...owns), overLimitOwn: owns.filter((each) => each > LIMIT_MS).length };
}

function cpuMillis(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

if (isMainThread) {
  setImmediate(measure).unref();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { detail: NodeGCPerformanceDetail })[]) {
      const figure = entry.detail.kind === MINOR ? "longestMinor" : "longestMajor";
      turns[figure] = Math.max(turns[figure], entry.duration);
      collections.push({ start: entry.startTime, end: entry.startTime + entry.duration });
    }
  }).observe({ entryTypes: ["gc"] });
  process.on("message", (message) => {
    if (message !== TURNS_REQUEST) return;
    const answer: TurnsAnswer = { type: "turns", turns: tell() };
    process.send!(answer);
    [turns, long, collections] = [none(), [], []];
  });
}
