import { discover } from "./discover.js";

const REFRESH_AFTER_MS = 10 * 60_000;
const RETRY_AFTER_MS = 15_000;

/**
 * The origins that a page asks when somebody logs in at an issuer: its own, and that of its token endpoint, which some have elsewhere.
 * While the issuer does not answer, the ones known before, or its own.
 */
export class IssuerOrigins {
  private origins: readonly string[];
  private askAgainAt = 0;

  constructor(
    private readonly issuer: string,
    private readonly now: () => number = Date.now,
  ) {
    this.origins = [new URL(issuer).origin];
  }

  async find(): Promise<readonly string[]> {
    if (this.now() < this.askAgainAt) return this.origins;
    this.askAgainAt = this.now() + RETRY_AFTER_MS;
    try {
      const { tokenEndpoint } = await discover(this.issuer);
      const urls = [this.issuer, ...(tokenEndpoint === undefined ? [] : [tokenEndpoint])];
      this.origins = [...new Set(urls.map((url) => new URL(url).origin))];
      this.askAgainAt = this.now() + REFRESH_AFTER_MS;
    } catch {
      // Logging in does not work then either; the authenticator logs why.
    }
    return this.origins;
  }
}
