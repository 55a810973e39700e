import { RateLimitedError } from "../request-errors.js";

interface Slots {
  taken: number;
  waiting: (() => void)[];
}

/** How many expensive queries everybody has running. */
export class QuerySlots {
  private readonly byPrincipal = new Map<string, Slots>();

  constructor(private readonly limit: number) {}

  /**
   * Does what takes one of somebody's slots.
   * @param options.waits until one is free, as the later pages of an answer do that has begun
   * @throws RateLimitedError if none is free
   */
  async take<Result>(
    principal: string,
    work: () => Promise<Result>,
    { waits = false }: { waits?: boolean | undefined } = {},
  ): Promise<Result> {
    const slots = this.byPrincipal.get(principal) ?? { taken: 0, waiting: [] };
    this.byPrincipal.set(principal, slots);
    if (slots.taken < this.limit) slots.taken++;
    else if (!waits) {
      throw new RateLimitedError(`${this.limit} such queries of yours are running already; wait for one of them`);
    } else await new Promise<void>((free) => slots.waiting.push(free));
    try {
      return await work();
    } finally {
      const next = slots.waiting.shift();
      // A slot that somebody waits for is handed over, not freed.
      if (next) next();
      else if (--slots.taken === 0) this.byPrincipal.delete(principal);
    }
  }
}
