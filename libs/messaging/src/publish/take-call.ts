import { MAX_SNS_BATCH_ENTRIES, MAX_SNS_MESSAGE_BYTES } from "@binnacle/contract";
import type { Delivery } from "./delivery.js";

/**
 * Takes from the head of the queue what one `PublishBatch` call may hold, by count and by bytes; at least one if
 * there is any.
 */
export function takeCall(queue: Delivery[]): Delivery[] {
  let count = 0;
  let bytes = 0;
  for (const { message, isSuspect } of queue) {
    const isFull = count === MAX_SNS_BATCH_ENTRIES || bytes + message.bytes > MAX_SNS_MESSAGE_BYTES;
    if (count > 0 && (isFull || isSuspect)) {
      break;
    }
    count++;
    bytes += message.bytes;
    if (isSuspect) {
      break;
    }
  }
  return queue.splice(0, count);
}
