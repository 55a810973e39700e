import { DEFAULT_LIMITS } from "./consumer-options.js";
import { MessageBuffer } from "./message-buffer.js";
import type { ReceivedMessage } from "./received-message.js";

/**
 * Cuts messages that came together into the batches that a consumer would make of them: by count and decoded size, one
 * on its third receive alone. Those that came most often are last, where a crash harms the others least.
 */
export function* cutBatches(messages: readonly ReceivedMessage[]): Generator<ReceivedMessage[], void> {
  const buffer = new MessageBuffer(DEFAULT_LIMITS);
  buffer.add(messages.toSorted((a, b) => a.receiveCount - b.receiveCount));
  while (buffer.size > 0) {
    yield buffer.take();
  }
}
