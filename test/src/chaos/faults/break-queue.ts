import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fate } from "../emulator-proxy.js";
import type { Fault, Injection } from "../endure.js";

/** How much of all calls each fate strikes. */
const SHARES: readonly [Fate, number][] = [
  ["5xx", 0.1],
  ["hang up", 0.05],
  ["lose answer", 0.05],
  ["stall", 0.01],
];
const FORGOTTEN_DELETIONS = 0.2;

export interface BreakOptions {
  /** Of each fate but `stall`, at least. */
  times: number;
  /** Calls without any answer. Each waits for the SDK's time-out, 10 s to 30 s. */
  stalls: number;
  /** How long received messages stay hidden, if not as long as the sink asks for (30 s): so long a lost answer holds them up. */
  visibilitySeconds?: number;
}

/** SNS and SQS answer 5xx, hang up, lose answers, forget deletions and do not answer at all. */
export function breakQueue(options: BreakOptions): Fault {
  return { name: "SNS and SQS fail", inject: (stack) => breakCalls(stack, options) };
}

async function breakCalls({ queue, random }: ChaosStack, options: BreakOptions): Promise<Injection[]> {
  const { proxy } = queue;
  const { times, stalls } = options;
  const wanted: [Fate, number][] = [
    ["5xx", times],
    ["hang up", times],
    ["lose answer", times],
    ["forget", times],
    ["stall", stalls],
  ];
  const count = (fate: Fate): number => proxy.fates.get(fate) ?? 0;
  const mayStrike = (fate: Fate): boolean => fate !== "stall" || count("stall") < stalls;
  proxy.visibilitySeconds = options.visibilitySeconds;
  proxy.fate = (action) => {
    if (action === "DeleteMessageBatch" && random.chance(FORGOTTEN_DELETIONS)) return "forget";
    const struck = SHARES.find(([fate, share]) => mayStrike(fate) && random.chance(share));
    return struck?.[0] ?? "pass";
  };
  while (wanted.some(([fate, least]) => count(fate) < least)) await sleep(50);
  proxy.fate = () => "pass";
  proxy.visibilitySeconds = undefined;
  return wanted
    .filter(([, least]) => least > 0)
    .map(([fate]) => ({ fault: `SNS or SQS: ${fate}`, times: count(fate) }));
}
