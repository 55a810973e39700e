/** What a source gave along with an answer, to ask later whether it still holds. */
interface Validators {
  etag: string | null;
  lastModified: string | null;
}

const MOST = 10_000;

/** Remembers the validators of answers by URL (RFC 9110 § 8.8), the least recently used forgotten first. */
export class ValidatorStore {
  private readonly known = new Map<string, Validators>();

  /** The headers that ask for the answer only if it has changed. */
  conditions(url: string): Record<string, string> {
    const { etag = null, lastModified = null } = this.known.get(url) ?? {};
    return {
      ...(etag !== null && { "if-none-match": etag }),
      ...(lastModified !== null && { "if-modified-since": lastModified }),
    };
  }

  remember(url: string, headers: Headers): void {
    this.known.delete(url);
    const etag = headers.get("etag");
    const lastModified = headers.get("last-modified");
    if (etag === null && lastModified === null) return;
    this.known.set(url, { etag, lastModified });
    if (this.known.size > MOST) this.known.delete(this.known.keys().next().value!);
  }
}
