import type { QueueError } from "./queue-error.js";

/**
 * What a consumer tells of its work, for logs and metrics. Every event names the queue; durations are in
 * milliseconds.
 */
export interface ConsumerListener {
  /** `bytes`: of the messages once decoded, as far as they state it. */
  onReceived?(event: { queueUrl: string; messages: number; bytes: number }): void;
  /** A batch was handled; `accepted` of its messages will be deleted. */
  onHandled?(event: { queueUrl: string; messages: number; accepted: number; durationMs: number }): void;
  /** The handler raised an error that passes: the batch is held and will be handled again in `retryInMs`. */
  onHeld?(event: { queueUrl: string; messages: number; attempt: number; retryInMs: number; error: unknown }): void;
  /** The handler raised another error: the messages will come again. */
  onFailed?(event: { queueUrl: string; messages: number; durationMs: number; error: unknown }): void;
  onDeleted?(event: { queueUrl: string; messages: number }): void;
  /** Some messages could not be deleted, kept hidden or given back. Those that were to be deleted come again. */
  onMessagesFailed?(event: { queueUrl: string; action: MessageAction; messages: number; error: QueueError }): void;
  /** Receiving failed, for the first time or with another code than before. */
  onDisconnected?(event: { queueUrl: string; error: QueueError }): void;
  /** Receiving works again. */
  onReconnected?(event: { queueUrl: string; failedForMs: number }): void;
}

export type MessageAction = "delete" | "extend" | "release";

/** Tells each event to both. */
export function combineListeners(first: ConsumerListener, second: ConsumerListener): Required<ConsumerListener> {
  return {
    onReceived: (event) => (first.onReceived?.(event), second.onReceived?.(event)),
    onHandled: (event) => (first.onHandled?.(event), second.onHandled?.(event)),
    onHeld: (event) => (first.onHeld?.(event), second.onHeld?.(event)),
    onFailed: (event) => (first.onFailed?.(event), second.onFailed?.(event)),
    onDeleted: (event) => (first.onDeleted?.(event), second.onDeleted?.(event)),
    onMessagesFailed: (event) => (first.onMessagesFailed?.(event), second.onMessagesFailed?.(event)),
    onDisconnected: (event) => (first.onDisconnected?.(event), second.onDisconnected?.(event)),
    onReconnected: (event) => (first.onReconnected?.(event), second.onReconnected?.(event)),
  };
}
