import { parseTimestamp, timestampFromEpochMicros, type Timestamp } from "@binnacle/contract";
import { UnexpectedDocument } from "./incident.js";

/** An object of a JSON document that somebody else wrote, read with the path of what is not there. */
export class DocumentObject {
  private constructor(
    private readonly content: Record<string, unknown>,
    private readonly path: string,
  ) {}

  static parse(body: Uint8Array): DocumentObject {
    let content: unknown;
    try {
      content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    } catch {
      throw new UnexpectedDocument("the body is not JSON");
    }
    return DocumentObject.of(content, "");
  }

  private static of(content: unknown, path: string): DocumentObject {
    if (!isObject(content)) throw new UnexpectedDocument(`${path || "the body"} must be an object`);
    return new DocumentObject(content, path);
  }

  object(key: string): DocumentObject {
    return DocumentObject.of(this.content[key], `${this.path}/${key}`);
  }

  has(key: string): boolean {
    return this.content[key] !== undefined && this.content[key] !== null;
  }

  objects(key: string): DocumentObject[] {
    const list = this.content[key];
    if (!Array.isArray(list)) throw new UnexpectedDocument(`${this.path}/${key} must be an array`);
    return list.map((item, index) => DocumentObject.of(item, `${this.path}/${key}/${index}`));
  }

  text(key: string): string {
    const value = this.optionalText(key);
    if (value === undefined) throw new UnexpectedDocument(`${this.path}/${key} must be a text`);
    return value;
  }

  optionalText(key: string): string | undefined {
    const value = this.content[key];
    return typeof value === "string" && value !== "" ? value.toWellFormed().replaceAll("\0", "") : undefined;
  }

  /** The texts among the members; others are left out. */
  texts(key: string): Record<string, string> {
    const members = this.content[key];
    if (!isObject(members)) return {};
    const own = new DocumentObject(members, "");
    return Object.fromEntries(
      Object.keys(members)
        .toSorted()
        .flatMap((name) => {
          const text = own.optionalText(name);
          return text === undefined ? [] : [[name, text] as const];
        }),
    );
  }

  textList(key: string): string[] {
    const list = this.content[key];
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  }

  /** RFC 3339; digits beyond the sixth of a fraction are dropped, since the catalog keeps no more. */
  time(key: string): Timestamp {
    const time = parseTimestamp(this.text(key).replace(/(\.\d{6})\d+/, "$1"));
    if (time === undefined) throw new UnexpectedDocument(`${this.path}/${key} must be an RFC 3339 time`);
    return time;
  }

  /** A number of units since 1970, of which a microsecond has so many. */
  epochTime(key: string, unitsPerMicrosecond: number): Timestamp | undefined {
    const value = this.content[key];
    if (typeof value !== "number" || !(value > 0)) return undefined;
    const micros = Math.floor(value / unitsPerMicrosecond);
    return Number.isSafeInteger(micros) ? timestampFromEpochMicros(BigInt(micros)) : undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
