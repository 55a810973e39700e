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

let turns = none();

function none(): Turns {
  return { longest: 0, overLimit: 0, noted: 0, total: 0, longestMinor: 0, longestMajor: 0 };
}

let last = cpuMillis();

/** Once a turn, after the sockets were served: an immediate that keeps nothing alive makes no turn by itself. */
function measure(): void {
  const now = cpuMillis();
  const turn = now - last;
  last = now;
  turns.total += turn;
  if (turn > turns.longest) turns.longest = turn;
  if (turn > NOTED_MS) turns.noted++;
  if (turn > LIMIT_MS) turns.overLimit++;
  setImmediate(measure).unref();
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
    }
  }).observe({ entryTypes: ["gc"] });
  process.on("message", (message) => {
    if (message !== TURNS_REQUEST) return;
    const answer: TurnsAnswer = { type: "turns", turns };
    process.send!(answer);
    turns = none();
  });
}
