/** A result that several requests may get. */
export interface SharedResult {
  bytes: number;
  /** Milliseconds of the clock until which it may be given out. */
  freshUntil: number;
}

export interface SharedResultsOptions {
  /** The most that is kept; what is longer than an eighth of it is not kept at all. */
  maxBytes: number;
  clock(): number;
}

interface Flight<Result> {
  promise: Promise<Result>;
  abandon: AbortController;
  waiting: number;
}

/**
 * Gives equal requests one result: while it is being computed they wait for the same computation, and while it is fresh they get it
 * again. What was not used for longest makes room. A computation that nobody waits for any more is aborted.
 */
export class SharedResults<Result extends SharedResult> {
  readonly #kept = new Map<string, Result>();
  readonly #flights = new Map<string, Flight<Result>>();
  #bytes = 0;

  constructor(private readonly options: SharedResultsOptions) {}

  /** Raises the signal's reason as soon as that is aborted. */
  async get(key: string, signal: AbortSignal, compute: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const kept = this.#fresh(key);
    if (kept) return kept;
    const flight = this.#flights.get(key) ?? this.#start(key, compute);
    flight.waiting++;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([flight.promise, aborted]);
    } finally {
      signal.removeEventListener("abort", leave);
      flight.waiting--;
      if (flight.waiting === 0 && signal.aborted) {
        // Who comes now must not join what is being aborted.
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
        flight.abandon.abort();
      }
    }
  }

  #fresh(key: string): Result | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#drop(key, kept);
    if (kept.freshUntil <= this.options.clock()) return undefined;
    this.#keep(key, kept);
    return kept;
  }

  #start(key: string, compute: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const abandon = new AbortController();
    const promise = compute(abandon.signal).then(
      (result) => {
        this.#end(key, flight);
        this.#keep(key, result);
        return result;
      },
      (error: unknown) => {
        this.#end(key, flight);
        throw error;
      },
    );
    const flight: Flight<Result> = { promise, abandon, waiting: 0 };
    // Whoever waited may have left before it fails.
    promise.catch(() => undefined);
    this.#flights.set(key, flight);
    return flight;
  }

  #end(key: string, flight: Flight<Result>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }

  #keep(key: string, result: Result): void {
    const { maxBytes, clock } = this.options;
    if (result.bytes > maxBytes / 8 || result.freshUntil <= clock()) return;
    const before = this.#kept.get(key);
    if (before) this.#drop(key, before);
    this.#kept.set(key, result);
    this.#bytes += result.bytes;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  #drop(key: string, result: Result): void {
    this.#kept.delete(key);
    this.#bytes -= result.bytes;
  }
}
