import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  JsonScanner,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "./json-scanner.js";
import { TOO_DEEP, type JsonObject, type JsonValue } from "./json-value.js";

const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;

/** Unlike `Object.create(null)`, instances of this keep V8's fast property layout, and still inherit nothing. */
const EmptyObject = function () {} as unknown as new () => JsonObject;
EmptyObject.prototype = Object.create(null);

/**
 * A recursive descent down to `maxDepth` levels of arrays and objects, and a loop below.
 *
 * `JSON.parse` loses digits and does not say where in the text a record lies; with a reviver that sees the source it takes five times
 * as long as this, which is on a par with plain `JSON.parse`. `lossless-json` keeps digits, but recurses without bound and tells no
 * positions either.
 */
export class JsonParser extends JsonScanner {
  constructor(
    text: string,
    private readonly maxDepth: number,
  ) {
    super(text);
  }

  parseDocument(): JsonValue {
    const value = this.parseValue(0);
    this.expectEnd();
    return value;
  }

  /** Parses the value that follows; `depth` levels are open around it. */
  protected parseValue(depth: number): JsonValue {
    const code = this.nextToken();
    switch (code) {
      case QUOTE:
        return this.scanString();
      case OPEN_BRACE:
        return depth < this.maxDepth ? this.parseObject(depth + 1) : this.skipContainer();
      case OPEN_BRACKET:
        return depth < this.maxDepth ? this.parseArray(depth + 1) : this.skipContainer();
      default:
        return this.parseScalar(code);
    }
  }

  private parseScalar(code: number): JsonValue {
    switch (code) {
      case LOWER_T:
        return this.scanLiteral("true", true);
      case LOWER_F:
        return this.scanLiteral("false", false);
      case LOWER_N:
        return this.scanLiteral("null", null);
      default:
        return this.scanNumber();
    }
  }

  /** `depth` counts this object. */
  protected parseObject(depth: number): JsonObject {
    const object = new EmptyObject();
    this.position++;
    if (this.nextToken() === CLOSE_BRACE) {
      this.position++;
      return object;
    }
    do {
      const key = this.parseKey();
      object[key] = this.parseMember(key, depth);
    } while (this.hasNext(CLOSE_BRACE));
    return object;
  }

  /** Parses the value of a member of an object at `depth`. */
  protected parseMember(_key: string, depth: number): JsonValue {
    return this.parseValue(depth);
  }

  private parseArray(depth: number): JsonValue[] {
    const array: JsonValue[] = [];
    this.position++;
    if (this.nextToken() === CLOSE_BRACKET) {
      this.position++;
      return array;
    }
    do {
      array.push(this.parseValue(depth));
    } while (this.hasNext(CLOSE_BRACKET));
    return array;
  }

  private parseKey(): string {
    if (this.nextToken() !== QUOTE) {
      this.fail();
    }
    const key = this.scanString();
    if (this.nextToken() !== COLON) {
      this.fail();
    }
    this.position++;
    return key;
  }

  /** Consumes the comma, or the end of the container. */
  protected hasNext(close: number): boolean {
    const code = this.nextToken();
    if (code !== COMMA && code !== close) {
      this.fail();
    }
    this.position++;
    return code === COMMA;
  }

  /** Checks an array or object without keeping it: 16 MiB of `[` must neither overflow the stack nor fill the heap. */
  private skipContainer(): typeof TOO_DEEP {
    let closers = new Uint8Array(256);
    let open = 0;
    for (;;) {
      const code = this.nextToken();
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        const close = code === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        this.position++;
        if (this.nextToken() !== close) {
          if (open === closers.length) {
            const grown = new Uint8Array(2 * open);
            grown.set(closers);
            closers = grown;
          }
          closers[open++] = close;
          if (close === CLOSE_BRACE) {
            this.parseKey();
          }
          continue;
        }
        this.position++;
      } else if (code === QUOTE) {
        this.scanString();
      } else {
        this.parseScalar(code);
      }
      while (open > 0 && !this.hasNext(closers[open - 1]!)) {
        open--;
      }
      if (open === 0) {
        return TOO_DEEP;
      }
      if (closers[open - 1] === CLOSE_BRACE) {
        this.parseKey();
      }
    }
  }
}
