/** Lets one loop sleep until another has changed something. */
export class Doorbell {
  private waiting: (() => void)[] = [];

  ring(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const wake of waiting) {
      wake();
    }
  }

  /** Resolves at the next ring, or after so many milliseconds. */
  async wait(forMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      timer = forMs === undefined ? undefined : setTimeout(resolve, forMs);
    });
    clearTimeout(timer);
  }
}
