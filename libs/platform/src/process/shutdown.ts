import { constants } from "node:os";
import type { Logger } from "../logging/logger.js";

export interface ShutdownOptions {
  logger: Logger;
  /** Ends the process's work; called once. */
  close: (reason: string) => Promise<unknown>;
  /** How long `close` may take. */
  timeoutMs: number;
}

/**
 * Ends the process in order: on SIGTERM, SIGINT or, where a parent holds an IPC channel, its disconnect, `close` runs
 * within its bound, then the process exits (0; 1 if `close` failed or took too long). A second signal exits at once.
 * What nobody caught is logged and ends the process with code 1.
 */
export class Shutdown {
  private closing = false;

  constructor(private readonly options: ShutdownOptions) {}

  install(): void {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (this.closing) process.exit(128 + constants.signals[signal]);
        void this.stop(signal, 0);
      });
    }
    if (process.connected) process.once("disconnect", () => void this.stop("the parent process is gone", 0));
    process.on("uncaughtException", (err) => this.crash(err, "uncaught exception"));
    process.on("unhandledRejection", (err) => this.crash(err, "unhandled rejection"));
  }

  /** Closes and exits; later calls do nothing. */
  async stop(reason: string, exitCode: number): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    const { logger, close, timeoutMs } = this.options;
    logger.info({ reason }, "stopping");
    setTimeout(() => {
      logger.error({ timeoutMs }, "not stopped in time: exiting");
      process.exit(1);
    }, timeoutMs);
    try {
      await close(reason);
      logger.info("stopped");
      process.exit(exitCode);
    } catch (err) {
      logger.error({ err }, "could not stop in order");
      process.exit(1);
    }
  }

  private crash(err: unknown, message: string): void {
    this.options.logger.fatal({ err }, message);
    process.exit(1);
  }
}
