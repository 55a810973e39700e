import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { components } from "./generated/api.js";
import { ProblemError } from "./problem-error.js";
import { readText } from "./read-text.js";

/** What changed of what the catalog shows. */
export type Change = components["schemas"]["Change"];

/**
 * `change`: something changed. `reset`: what changed meanwhile is not known any more (a feed goes back 24 hours), so whatever was
 * read before is to be read again. `id` is where to resume from.
 */
export type ChangeEvent = ({ event: "change"; id: string } & Change) | { event: "reset"; id: string };

export interface ChangeFeedOptions {
  /** Changes of Resources of these types only. */
  type?: readonly string[];
  /** Changes of readings of these types only. */
  readingType?: readonly string[];
  /** Resumes after this event, or from the `X-Change-Id` of a list; without it the feed begins now. */
  lastEventId?: string;
  /** Ends the feed. */
  signal?: AbortSignal;
  /** Milliseconds of silence after which a connection is given up; 45,000 by default, three times what the server is silent. */
  silenceMs?: number;
  /** Told when a connection stands, the first one and each that is made again. */
  onConnect?: () => void;
  /** Told of every connection that was lost or refused for a while, before the next is tried. */
  onDisconnect?: (error: unknown) => void;
}

/** Makes a request for events that goes on after an event. It raises a ProblemError where that is refused. */
export type Connect = (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;

const SILENCE_MS = 45_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * The events of a feed, over as many connections as it takes, each going on where the one before ended. It ends with its signal.
 * @throws ProblemError for one that trying again does not help against: a parameter, a token that is not good
 */
export async function* followChanges(
  connect: Connect,
  options: ChangeFeedOptions = {},
): AsyncGenerator<ChangeEvent, void, undefined> {
  const { signal = new AbortController().signal, silenceMs = SILENCE_MS, onConnect, onDisconnect } = options;
  let { lastEventId } = options;
  let failures = 0;
  while (!signal.aborted) {
    let delay: number | undefined;
    const connection = new AbortController();
    const abort = () => connection.abort(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      const response = await connect(lastEventId, connection.signal);
      onConnect?.();
      // Until the first event comes, what to go on from after a loss.
      lastEventId ??= response.headers.get("x-change-id") ?? undefined;
      for await (const message of readEvents(response.body!, connection, silenceMs)) {
        if (message === undefined) {
          failures = 0;
          continue;
        }
        lastEventId = message.id ?? lastEventId;
        const event = eventOf(message, lastEventId ?? "");
        if (event) yield event;
      }
      onDisconnect?.(new Error("The server ended the feed"));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ProblemError) {
        if (!error.isPassing) throw error;
        delay = error.retryAfter === undefined ? undefined : error.retryAfter * 1000;
      }
      onDisconnect?.(error);
    } finally {
      signal.removeEventListener("abort", abort);
      connection.abort();
    }
    await wait(delay ?? backoff(failures++), signal);
  }
}

/** The messages of one connection; `undefined` stands for anything that shows it alive. A silent one is given up. */
async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  connection: AbortController,
  silenceMs: number,
): AsyncGenerator<EventSourceMessage | undefined, void, undefined> {
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => messages.push(message) });
  const giveUp = () => connection.abort(new Error("The feed has gone silent"));
  let silence = setTimeout(giveUp, silenceMs);
  try {
    for await (const text of readText(body, connection.signal)) {
      clearTimeout(silence);
      parser.feed(text);
      yield undefined;
      yield* messages.splice(0);
      silence = setTimeout(giveUp, silenceMs);
    }
  } finally {
    clearTimeout(silence);
  }
}

function eventOf({ event, data }: EventSourceMessage, id: string): ChangeEvent | undefined {
  if (event === "change") return { event, id, ...(JSON.parse(data) as Change) };
  // What a later version may send besides is not for this one.
  return event === "reset" ? { event, id } : undefined;
}

/** Twice as long each time, and never the same for all who lost their connections at once. */
function backoff(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** failures, LONGEST_DELAY_MS) * (0.5 + Math.random() / 2);
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
