import type { Timestamp } from "@binnacle/contract";
import type { CatalogAccess, CatalogReader } from "../catalog/catalog-reader.js";
import { InMemoryCatalogReader, type InMemoryAnswers } from "./in-memory-catalog-reader.js";
import { InMemoryState } from "./in-memory-state.js";

export interface InMemoryCatalogOptions extends InMemoryAnswers {
  /** The time of records that state none. */
  sentOn?: Timestamp;
}

/** A catalog for tests of calculations, filled with records like the real one: `InMemoryCatalog.of([{ kind: "resource", … }])`. */
export class InMemoryCatalog implements CatalogAccess {
  /** The calls of the port that were made so far, by name: a calculation makes as many for a thousand things as for one. */
  readonly calls: string[] = [];
  readonly #state = new InMemoryState();
  readonly #options: InMemoryCatalogOptions;

  constructor(options: InMemoryCatalogOptions = {}) {
    this.#options = options;
  }

  /** @throws TypeError if a record breaks the contract */
  static of(records: readonly unknown[], options: InMemoryCatalogOptions & { source?: string } = {}): InMemoryCatalog {
    return new InMemoryCatalog(options).add(records, options.source);
  }

  /** @throws TypeError if a record breaks the contract */
  add(records: readonly unknown[], source = "test"): this {
    const { sentOn = "2026-06-01T00:00:00.000000Z" } = this.#options;
    for (const record of records) this.#state.add(record, source, sentOn);
    return this;
  }

  async read<Result>(signal: AbortSignal, use: (catalog: CatalogReader) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const reader = new InMemoryCatalogReader(this.#state, this.#options);
    return use(this.#observed(reader, signal));
  }

  #observed(reader: CatalogReader, signal: AbortSignal): CatalogReader {
    return new Proxy(reader, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...given: unknown[]): unknown => {
          signal.throwIfAborted();
          this.calls.push(String(name));
          return Reflect.apply(member, target, given);
        };
      },
    });
  }
}
