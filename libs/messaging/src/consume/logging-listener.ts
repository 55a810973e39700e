import type { MessagingLogger } from "../aws/logger.js";
import type { ConsumerListener } from "./consumer-listener.js";

/** Logs what somebody may want to look into; what happens at every batch is for metrics. */
export function loggingListener(logger: MessagingLogger): ConsumerListener {
  return {
    onHeld: ({ error, ...event }) => {
      // The first, second, fourth, eighth … attempt: an outage may last.
      if (Number.isInteger(Math.log2(event.attempt))) {
        logger.warn({ ...event, err: error }, "a batch is held and tried again");
      }
    },
    onFailed: ({ error, ...event }) =>
      logger.error({ ...event, err: error }, "a batch failed; its messages come again"),
    onMessagesFailed: ({ error, ...event }) =>
      logger.warn({ ...event, err: error, messageIds: error.messageIds }, `could not ${event.action} some messages`),
    onDisconnected: ({ error, ...event }) => logger.warn({ ...event, err: error }, "the queue cannot be read"),
    onReconnected: (event) => logger.info(event, "the queue can be read again"),
  };
}
