import { TransientError } from "@binnacle/errors";
import { RateLimitedError } from "../request-errors.js";

export interface StreamLimits {
  perPrincipal: number;
  perProcess: number;
}

/** Counts streams, by on whose behalf they are. */
export class StreamSlots {
  private readonly taken = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: StreamLimits) {}

  get size(): number {
    return this.total;
  }

  /**
   * Gives what frees the slot again.
   * @throws RateLimitedError if the principal has all that one may have
   * @throws TransientError if the process has: another one may have room
   */
  take(principal: string): () => void {
    const { perPrincipal, perProcess } = this.limits;
    const held = this.taken.get(principal) ?? 0;
    if (held >= perPrincipal) {
      throw new RateLimitedError(`There are ${perPrincipal} streams already on your behalf, which is the most`);
    }
    if (this.total >= perProcess) throw new TransientError(`This process has ${perProcess} streams, which is the most`);
    this.taken.set(principal, held + 1);
    this.total++;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.total--;
      const left = (this.taken.get(principal) ?? 1) - 1;
      if (left === 0) this.taken.delete(principal);
      else this.taken.set(principal, left);
    };
  }
}
