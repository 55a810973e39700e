import { hash } from "node:crypto";
import {
  InvalidParametersError,
  readParameters,
  runCalculation,
  type CalculationRegistry,
  type CatalogAccess,
  type RegisteredCalculation,
} from "@binnacle/calculation";
import { QueryTimeoutError } from "@binnacle/errors";
import { InvalidParameterError } from "../request-errors.js";
import { SharedResults, type SharedResult } from "./shared-results.js";

const MAX_SHARED_BYTES = 64 * 1024 * 1024;
/** For all statements of a calculation and what is between them; each statement has a limit of its own. */
const TIME_LIMIT_MS = 10_000;

/** The answer to a request for a calculation. */
export interface CalculationAnswer extends SharedResult {
  json: Buffer;
  /** Of the result without its time: computed again with the same outcome it is the same. */
  etag: string;
}

export interface CalculationServiceOptions {
  timeLimitMs?: number;
  /** Milliseconds, never going back. */
  clock?: () => number;
}

/** Runs calculations for requests. */
export class CalculationService {
  readonly #shared: SharedResults<CalculationAnswer>;
  readonly #clock: () => number;
  readonly #timeLimitMs: number;

  constructor(
    private readonly registry: CalculationRegistry,
    private readonly access: CatalogAccess,
    { timeLimitMs = TIME_LIMIT_MS, clock = () => performance.now() }: CalculationServiceOptions = {},
  ) {
    this.#clock = clock;
    this.#timeLimitMs = timeLimitMs;
    this.#shared = new SharedResults({ maxBytes: MAX_SHARED_BYTES, clock });
  }

  list(): RegisteredCalculation[] {
    return this.registry.list();
  }

  /**
   * @param given the parameters as texts or lists of texts
   * @throws NotFoundError there is no such calculation, or not what its parameters name
   * @throws InvalidParameterError
   * @throws QueryTimeoutError it takes too long
   */
  async compute(
    name: string,
    given: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<CalculationAnswer> {
    const registered = this.registry.get(name);
    try {
      const parameters = readParameters(registered.parameters, given);
      const key = JSON.stringify([name, Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
      return await this.#shared.get(key, signal, (abandoned) => this.#run(registered, parameters, abandoned));
    } catch (error) {
      if (error instanceof InvalidParametersError) throw new InvalidParameterError(error.faults);
      throw error;
    }
  }

  /** Milliseconds for which an answer may still be used. */
  freshForMillis({ freshUntil }: CalculationAnswer): number {
    return Math.max(0, freshUntil - this.#clock());
  }

  async #run(
    registered: RegisteredCalculation,
    parameters: object,
    abandoned: AbortSignal,
  ): Promise<CalculationAnswer> {
    const limit = new AbortController();
    const timer = setTimeout(() => {
      limit.abort(
        new QueryTimeoutError(`The calculation takes longer than ${this.#timeLimitMs / 1000} s; ask for less`),
      );
    }, this.#timeLimitMs);
    try {
      const signal = AbortSignal.any([abandoned, limit.signal]);
      const outcome = await runCalculation(registered, parameters, { access: this.access, signal });
      return this.#answer(registered, outcome);
    } finally {
      clearTimeout(timer);
    }
  }

  #answer(
    { name, freshFor, freshForMillis }: RegisteredCalculation,
    { computedOn, isPartial, result }: Awaited<ReturnType<typeof runCalculation>>,
  ): CalculationAnswer {
    const outcome = `"isPartial":${isPartial},"result":${JSON.stringify(result) ?? "null"}}`;
    const json = Buffer.from(`${JSON.stringify({ name, computedOn, freshFor }).slice(0, -1)},${outcome}`);
    return {
      json,
      bytes: json.length,
      etag: `W/"${hash("sha256", outcome, "base64url").slice(0, 22)}"`,
      freshUntil: this.#clock() + freshForMillis,
    };
  }
}
