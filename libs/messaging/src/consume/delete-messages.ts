import { backoffDelay, sleepUnlessAborted } from "../aws/backoff.js";
import type { ReceivedMessage } from "./received-message.js";
import type { MessageFailure, SqsQueue } from "./sqs-queue.js";

/** A message that stays undeleted comes again and changes nothing, so there is no sense in trying for long. */
const MAX_ATTEMPTS = 5;
const BACKOFF = { baseMs: 200, capMs: 5_000 };

/** Deletes messages, those again that failed for a cause that passes. Returns what could not be deleted. */
export async function deleteMessages(
  queue: SqsQueue,
  messages: readonly ReceivedMessage[],
  signal: AbortSignal,
): Promise<MessageFailure[]> {
  const failed: MessageFailure[] = [];
  let remaining = messages;
  for (let attempt = 1; remaining.length > 0; attempt++) {
    const failures = await queue.delete(remaining);
    const isLast = attempt === MAX_ATTEMPTS || signal.aborted;
    const again = isLast ? [] : failures.filter(({ error }) => error.isRetryable);
    failed.push(...failures.filter((failure) => !again.includes(failure)));
    remaining = again.map(({ message }) => message);
    if (remaining.length > 0) {
      await sleepUnlessAborted(backoffDelay(attempt - 1, BACKOFF), signal);
    }
  }
  return failed;
}
