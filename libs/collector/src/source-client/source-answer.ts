import { TextDecoder } from "node:util";
import { SourceError } from "./source-error.js";

/** What a source answered, read to its end. */
export class SourceAnswer {
  private parsed: { value: unknown } | undefined;

  constructor(
    readonly status: number,
    readonly headers: Headers,
    /** Where the answer came from, after redirects. */
    readonly url: URL,
    private readonly body: Buffer,
    /** The request without secrets, for messages. */
    private readonly asked: string,
    private readonly redact: (text: string) => string,
  ) {}

  bytes(): Uint8Array {
    return this.body;
  }

  /** The body as text, in the character set that the answer names, UTF-8 otherwise; without a byte order mark. */
  text(): string {
    return decoderOf(this.headers.get("content-type") ?? "").decode(this.body);
  }

  /**
   * The body, parsed.
   * @throws SourceError if it is no JSON; not retryable if it is a page for people, as that of a log-in
   */
  json<T = unknown>(): T {
    this.parsed ??= { value: this.parse() };
    return this.parsed.value as T;
  }

  /** The beginning of the body in one line, without secrets. */
  beginning(): string {
    // Redacted before it is cut: of a secret that is cut off in the middle a part would stay.
    const text = this.body.subarray(0, 4_096).toString("utf8");
    return this.redact(text).replaceAll(/\s+/g, " ").trim().slice(0, 300);
  }

  private parse(): unknown {
    try {
      return JSON.parse(this.text()) as unknown;
    } catch {
      const type = this.headers.get("content-type") ?? "";
      const isPage = type.startsWith("text/html");
      const hint = isPage ? "; perhaps a log-in page" : "; perhaps it was cut off";
      throw new SourceError(
        `${this.asked} answered ${this.status} with what is no JSON (${type || "no content type"}, ${this.body.length} bytes${hint}): ${this.beginning()}`,
        { fault: "not-json", status: this.status, retryable: !isPage },
      );
    }
  }
}

function decoderOf(contentType: string): TextDecoder {
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    // A name that nobody knows is mostly a misspelling of this one.
    return new TextDecoder();
  }
}
