import { BinnacleError, TransientError } from "@binnacle/errors";

/** Somebody has as many streams as one may have. */
export class TooManyStreamsError extends BinnacleError {
  constructor(most: number) {
    super("RATE_LIMITED", `There are ${most} streams already on your behalf, which is the most`);
  }
}

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
   * @throws TooManyStreamsError if the principal has all that one may have
   * @throws TransientError if the process has: another one may have room
   */
  take(principal: string): () => void {
    const { perPrincipal, perProcess } = this.limits;
    const held = this.taken.get(principal) ?? 0;
    if (held >= perPrincipal) throw new TooManyStreamsError(perPrincipal);
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
