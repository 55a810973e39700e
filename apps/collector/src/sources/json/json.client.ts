import { linkTarget, millisecondsOf, SourceClient } from "@binnacle/collector";
import { ConditionalClient } from "../../changes/conditional-client.js";
import { secretFrom } from "../../options/secret-from.js";
import type { JsonOptions } from "./json.options.js";

/** A page of a source, as text. */
export interface Page {
  url: URL;
  text: string;
  /** Where its `Link` header says that the next one is. */
  next: string | undefined;
}

/**
 * Asks for pages. One that has not changed since it was asked for last is not sent again by a source that knows conditional requests
 * (RFC 9110 § 13): its text is kept, and so is published again.
 */
export class JsonClient {
  private readonly clients = new Map<string, { client: SourceClient; conditional: ConditionalClient }>();
  private readonly headers: Record<string, string>;
  private readonly secrets: string[];

  /** @throws ConfigurationError if an environment variable is missing */
  constructor(private readonly options: JsonOptions) {
    const { headers, headersFrom, tokenFrom } = options;
    const secret = Object.entries(headersFrom).map(
      ([name, variable]) => [name, secretFrom(variable, `headersFrom.${name}`)] as const,
    );
    const token = tokenFrom === undefined ? undefined : secretFrom(tokenFrom, "tokenFrom");
    this.secrets = [...secret.map(([, value]) => value), ...(token === undefined ? [] : [token])];
    this.headers = {
      ...headers,
      ...Object.fromEntries(secret),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  /** @throws SourceError if it cannot be had */
  async page(url: string): Promise<Page> {
    const { method, body } = this.options;
    const { client, conditional } = this.clientOf(url);
    const answer =
      method === "POST" ? await client.request({ method, path: url, json: body ?? {} }) : await conditional.get(url);
    return { url: answer.url, text: answer.text(), next: linkTarget(answer.headers.get("link"), "next") };
  }

  /** A text without the secrets of this source, should it have repeated them. */
  redact(text: string): string {
    return this.secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "***"), text);
  }

  private clientOf(url: string) {
    const { origin } = new URL(url);
    const { timeout, maxMegabytes, requestsPerSecond, tokenFrom } = this.options;
    const existing = this.clients.get(origin);
    if (existing !== undefined) return existing;
    const client = new SourceClient({
      baseUrl: origin,
      // Those of the options are for the URLs of the options; where a page leads elsewhere, they stay at home.
      headers: this.isOwn(origin) ? this.headers : {},
      secrets: this.secrets,
      timeoutMs: millisecondsOf(timeout),
      maxBytes: maxMegabytes * 1024 * 1024,
      ...(tokenFrom === undefined ? {} : { credentials: `${tokenFrom} (options.tokenFrom)` }),
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    });
    const clients = { client, conditional: new ConditionalClient(client) };
    this.clients.set(origin, clients);
    return clients;
  }

  private isOwn(origin: string): boolean {
    const { url, urls = [] } = this.options;
    return [...(url === undefined ? [] : [url]), ...urls].some((known) => new URL(known).origin === origin);
  }
}
