import { messageWeight } from "./message-weight.js";
import type { ReceivedMessage } from "./received-message.js";

export interface BatchLimits {
  messages: number;
  /** Bytes of the messages once decoded, as far as they state it. One message may be larger than that. */
  bytes: number;
}

/**
 * A message on this receive was twice not handled. If it is what makes its batches fail, it shall do so to itself
 * only.
 */
const ISOLATED_FROM_RECEIVE = 3;

/** Messages that were received and wait to be handled. */
export class MessageBuffer {
  private waiting: { message: ReceivedMessage; weight: number }[] = [];
  private weight = 0;

  constructor(private readonly limits: BatchLimits) {}

  get size(): number {
    return this.waiting.length;
  }

  /** Whether a full batch is here. */
  get isFull(): boolean {
    return this.waiting.length >= this.limits.messages || this.weight >= this.limits.bytes;
  }

  /** Whether the next batch is one message that shall have nothing beside it: a suspect, or one larger than a batch. */
  get nextStandsAlone(): boolean {
    const [next] = this.waiting;
    return next !== undefined && (isSuspect(next.message) || next.weight > this.limits.bytes);
  }

  add(messages: readonly ReceivedMessage[]): void {
    for (const message of messages) {
      const weight = messageWeight(message);
      this.waiting.push({ message, weight });
      this.weight += weight;
    }
  }

  /** Takes the next batch: the oldest message and, unless it is on its third receive, others that are not. */
  take(): ReceivedMessage[] {
    const batch: ReceivedMessage[] = [];
    const rest: typeof this.waiting = [];
    let bytes = 0;
    let isClosed = false;
    for (const entry of this.waiting) {
      const isIsolated = isSuspect(entry.message);
      const isFirst = batch.length === 0 && rest.length === 0;
      const fits = batch.length < this.limits.messages && bytes + entry.weight <= this.limits.bytes;
      if (isFirst || (!isClosed && !isIsolated && fits)) {
        batch.push(entry.message);
        bytes += entry.weight;
        isClosed = isIsolated;
      } else {
        rest.push(entry);
        // What does not fit closes the batch, or a large message could be overtaken for ever.
        isClosed ||= !isIsolated;
      }
    }
    this.waiting = rest;
    this.weight -= bytes;
    return batch;
  }

  /** Takes everything. */
  clear(): ReceivedMessage[] {
    const messages = this.waiting.map(({ message }) => message);
    this.waiting = [];
    this.weight = 0;
    return messages;
  }
}

function isSuspect({ receiveCount }: ReceivedMessage): boolean {
  return receiveCount >= ISOLATED_FROM_RECEIVE;
}
