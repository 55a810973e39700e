/** Bounds the bytes that are held at a time: whoever takes more than there is waits until enough was given back. */
export class ByteBudget {
  private used = 0;
  private waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Takes at once; resolves when the budget is no longer overdrawn. */
  async take(bytes: number): Promise<void> {
    this.used += bytes;
    if (this.used > this.limit) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
    if (this.used > this.limit) {
      return;
    }
    const { waiting } = this;
    this.waiting = [];
    for (const resume of waiting) {
      resume();
    }
  }
}
