import { waitUntil } from "../wait.js";

/** Lets requests through: so many at a time, so many a second, none while the source wants a pause. */
export class RequestGate {
  private open: number;
  private readonly waiting: (() => void)[] = [];
  private nextStart = 0;

  constructor(
    concurrency: number,
    private readonly requestsPerSecond: number | undefined,
  ) {
    this.open = concurrency;
  }

  /**
   * Does `work` when its turn has come.
   * @throws the signal's reason if that fires before
   */
  async through<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.takePlace();
    try {
      await this.takeTurn(signal);
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.open++;
    }
  }

  /** Holds back every request until then. */
  pauseUntil(time: number): void {
    this.nextStart = Math.max(this.nextStart, time);
  }

  private async takePlace(): Promise<void> {
    if (this.open > 0) this.open--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private async takeTurn(signal: AbortSignal): Promise<void> {
    // Asked again after every wait: a pause may have been added meanwhile.
    while (!signal.aborted && this.nextStart > Date.now()) await waitUntil(this.nextStart, signal);
    if (this.requestsPerSecond !== undefined) {
      this.nextStart = Math.max(this.nextStart, Date.now()) + 1_000 / this.requestsPerSecond;
    }
  }
}
