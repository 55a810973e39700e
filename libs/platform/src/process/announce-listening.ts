import type { Logger } from "../logging/logger.js";

/** What a process tells the parent that started it with an IPC channel. */
export interface ListeningMessage {
  type: "listening";
  /** The app's name, such as `sink`. */
  name: string;
  /** Origin, without a path. */
  url: string;
}

/** Logs where the process listens, and tells the parent if there is an IPC channel. */
export function announceListening(name: string, url: string, logger: Logger): void {
  logger.info({ url }, "listening");
  const message: ListeningMessage = { type: "listening", name, url };
  // A parent that went away shows as `disconnect`; a failed send needs no second report.
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}
