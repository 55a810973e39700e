/**
 * Whoever uses the page. The token is kept in memory only: a reload asks for it again, and no storage that other scripts or
 * people at the same machine could read ever holds it.
 */
class Session {
  #token: string | undefined;
  #isRefused = false;
  readonly #listeners = new Set<() => void>();

  get token(): string | undefined {
    return this.#token;
  }

  /** Whether the provider asked for a token that it takes. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  begin(token: string): void {
    this.#token = token;
    this.#isRefused = false;
    this.#tell();
  }

  /** The provider did not take the token, or there was none. */
  end(): void {
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
