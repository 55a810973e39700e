import { TransientError } from "@binnacle/errors";
import type { Logger } from "@binnacle/platform";
import { createLocalJWKSet, errors, type JWTVerifyGetKey, type JSONWebKeySet } from "jose";
import { discover, getJson } from "./discover.js";

export interface IssuerKeysOptions {
  issuer: string;
  logger: Logger;
  /** After this the keys are fetched again, beside the requests; 10 minutes by default. */
  refreshAfterMs?: number;
  /** After this they are no longer used where they cannot be fetched; 24 hours by default. */
  discardAfterMs?: number;
  /** The least time between two fetches that unknown keys ask for; 15 seconds by default. */
  cooldownMs?: number;
  now?: () => number;
}

const REFRESH_AFTER_MS = 10 * 60_000;
const DISCARD_AFTER_MS = 24 * 3_600_000;
const COOLDOWN_MS = 15_000;

/**
 * The keys that an issuer signs with, found by discovery. They are kept while the issuer is down, and change with it: what it no longer
 * lists is gone with the next fetch.
 */
export class IssuerKeys {
  private keys: JWTVerifyGetKey | undefined;
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private fetching: Promise<void> | undefined;
  private readonly now: () => number;

  constructor(private readonly options: IssuerKeysOptions) {
    this.now = options.now ?? Date.now;
  }

  /**
   * The key that a token names.
   * @throws TransientError the issuer does not answer, and no keys of it are known that would do
   * @throws errors.JWKSNoMatchingKey
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.current();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (this.fetching || !this.isCoolingDown()) await this.fetch();
      else if (this.hasFailed()) throw new TransientError("The issuer does not answer, and its known keys do not fit");
      else throw error;
      return this.keys!(header, token);
    }
  };

  private async current(): Promise<JWTVerifyGetKey> {
    const { refreshAfterMs = REFRESH_AFTER_MS, discardAfterMs = DISCARD_AFTER_MS } = this.options;
    const age = this.now() - this.fetchedAt;
    if (!this.keys || age > discardAfterMs) {
      if (!this.fetching && this.hasFailed() && this.isCoolingDown()) {
        throw new TransientError("The issuer does not answer, and its keys are not known");
      }
      await this.fetch();
    } else if (age > refreshAfterMs && !this.isCoolingDown()) {
      // Requests need not wait, nor fail: fetch logs what went wrong.
      this.fetch().catch(() => undefined);
    }
    return this.keys!;
  }

  private isCoolingDown(): boolean {
    return this.now() - this.triedAt < (this.options.cooldownMs ?? COOLDOWN_MS);
  }

  private hasFailed(): boolean {
    return this.triedAt !== this.fetchedAt;
  }

  /** One at a time, for all who wait. */
  private fetch(): Promise<void> {
    this.fetching ??= this.fetchNow().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetchNow(): Promise<void> {
    const { issuer, logger } = this.options;
    this.triedAt = this.now();
    try {
      const { keys } = await discover(issuer);
      this.keys = createLocalJWKSet((await getJson(keys)) as JSONWebKeySet);
      this.fetchedAt = this.triedAt;
    } catch (cause) {
      logger.warn({ issuer, reason: describe(cause) }, "the issuer's keys cannot be fetched");
      throw new TransientError("The issuer's keys cannot be fetched", { cause });
    }
  }
}

function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
