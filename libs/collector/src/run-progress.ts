import type { Logger } from "./logger.js";
import type { RunListener } from "./run-listener.js";

const LINE_EVERY_MS = 10_000;

/** How far a run says it is: a line in the log now and then, and every step to the listener. */
export class RunProgress {
  private lastLine: number;

  constructor(
    private readonly source: string,
    private readonly logger: Logger,
    private readonly listener: RunListener,
    /** Milliseconds of a clock that is never set. */
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.lastLine = clock();
  }

  report(done: number, total?: number): void {
    this.listener.runProgressed?.({ source: this.source, done, total });
    const now = this.clock();
    if (now - this.lastLine < LINE_EVERY_MS) return;
    this.lastLine = now;
    const share = total === undefined || total <= 0 ? "" : ` of ${total} (${Math.floor((done / total) * 100)} %)`;
    this.logger.info({ done, ...(total !== undefined && { total }) }, `${done}${share} done`);
  }
}
