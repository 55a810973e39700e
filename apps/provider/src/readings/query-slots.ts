import { BinnacleError } from "@binnacle/errors";

/** Somebody has as many expensive queries running as one may have. */
export class TooManyQueriesError extends BinnacleError {
  constructor(limit: number) {
    super("RATE_LIMITED", `${limit} such queries of yours are running already; wait for one of them`);
  }
}

/** How many expensive queries everybody has running. */
export class QuerySlots {
  private readonly running = new Map<string, number>();

  constructor(private readonly limit: number) {}

  /**
   * Does what takes one of somebody's slots.
   * @throws TooManyQueriesError if none is free
   */
  async take<Result>(principal: string, work: () => Promise<Result>): Promise<Result> {
    const taken = this.running.get(principal) ?? 0;
    if (taken >= this.limit) throw new TooManyQueriesError(this.limit);
    this.running.set(principal, taken + 1);
    try {
      return await work();
    } finally {
      const left = this.running.get(principal)! - 1;
      if (left === 0) this.running.delete(principal);
      else this.running.set(principal, left);
    }
  }
}
