import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosStack } from "../chaos-stack.js";
import type { Fault, Injection } from "../endure.js";

export interface OutageOptions {
  maxReceives: number;
  /** How long received messages stay hidden, if not as long as the sink asks for (30 s). */
  visibilitySeconds?: number;
}

const SINK_VISIBILITY_SECONDS = 30;
/** The receives that the queue allows, once over, and then some. */
const MARGIN = 1.2;
/** Published right before: some of it is being handled when the server goes, most of it waits. */
const ROUNDS = 5;

/** PostgreSQL is away for longer than it takes a queue to hand out a message as often as it may. */
export function outlastReceives(options: OutageOptions): Fault {
  return { name: "PostgreSQL away for long", inject: (stack) => outlast(stack, options) };
}

async function outlast({ database, queue, load }: ChaosStack, options: OutageOptions): Promise<Injection[]> {
  const { maxReceives, visibilitySeconds = SINK_VISIBILITY_SECONDS } = options;
  await queue.setMaxReceives(maxReceives);
  queue.proxy.visibilitySeconds = options.visibilitySeconds;
  await Promise.all(Array.from({ length: ROUNDS }, () => load.publishRound()));
  const seconds = Math.ceil(maxReceives * visibilitySeconds * MARGIN);
  await database.kill("SIGQUIT");
  await sleep(seconds * 1_000);
  await database.startAgain();
  queue.proxy.visibilitySeconds = undefined;
  const fault = `PostgreSQL away for ${seconds} s (${maxReceives} receives × ${visibilitySeconds} s)`;
  return [{ fault, times: 1 }];
}
