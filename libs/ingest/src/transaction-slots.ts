/** What the transactions under way may take together: characters of records in memory, see `ingestBatch`. */
const SIZE_UNDER_WAY = 8 * 1024 * 1024;

interface Waiting {
  size: number;
  enter: () => void;
}

/**
 * How many transactions a process has under way at a time, and how much they hold: one that is large stands alone. Batches that
 * are stored side by side share it. Who waits longest is next.
 */
export class TransactionSlots {
  private readonly waiting: Waiting[] = [];
  private underWay = 0;
  private size = 0;

  /** @param limit transactions at a time, as long as they are small */
  constructor(private readonly limit: number) {}

  /** Resolves when a transaction of this size may begin; whoever took a slot gives it back. */
  take(size: number): Promise<void> {
    return new Promise((enter) => {
      this.waiting.push({ size, enter });
      this.letIn();
    });
  }

  giveBack(size: number): void {
    this.underWay--;
    this.size -= size;
    this.letIn();
  }

  private letIn(): void {
    for (let [next] = this.waiting; next && this.hasRoomFor(next); [next] = this.waiting) {
      this.waiting.shift();
      this.underWay++;
      this.size += next.size;
      next.enter();
    }
  }

  private hasRoomFor({ size }: Waiting): boolean {
    return this.underWay === 0 || (this.underWay < this.limit && this.size + size <= SIZE_UNDER_WAY);
  }
}
