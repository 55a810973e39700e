/**
 * Whoever uses the page. The token is kept in memory only: a reload asks for it again, and no storage that other scripts or
 * people at the same machine could read ever holds it.
 */
class Session {
  #token: string | undefined;
  #isRefused = false;
  #reason: string | undefined;
  readonly #listeners = new Set<() => void>();

  get token(): string | undefined {
    return this.#token;
  }

  /** Whether the provider asked for a token that it takes. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Why one has to log in, where that is not plain. */
  get reason(): string | undefined {
    return this.#reason;
  }

  begin(token: string): void {
    this.#token = token;
    this.#isRefused = false;
    this.#reason = undefined;
    this.#tell();
  }

  /** Goes on with another token for the same reader. */
  renew(token: string): void {
    if (this.#token !== undefined) this.#token = token;
  }

  /** The provider did not take the token, or there was none. */
  end(reason?: string): void {
    // What came first tells more: requests that are refused follow.
    if (!this.#isRefused) this.#reason = reason;
    this.#token = undefined;
    this.#isRefused = true;
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const session = new Session();
