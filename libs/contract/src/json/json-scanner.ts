import { JsonSyntaxError } from "./json-syntax-error.js";
import { rawNumber, type RawNumber } from "./json-value.js";

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

const BACKSLASH = 0x5c;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
/** Read past the end. A NUL in the text reads the same, and is as wrong outside of a string. */
const END = 0;

/** Up to here a loop over the characters of a string beats the call of a built-in search. */
const SHORT_STRING = 48;
const STRING_STOP = /["\\\0-\u001f]/g;
const UNICODE_ESCAPE = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** No JS number prints longer without an exponent (`-0.0000012345678901234567`). */
const LONGEST_PRINT = 25;
/** Every decimal of so many digits survives the way through a double and back. */
const EXACT_DIGITS = 15;
/** Powers of ten that a double holds exactly, so that a division by one rounds once and correctly. */
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
/** Below, a JS number prints with an exponent. */
const SMALLEST_PLAIN = 1e-6;

/** Reads the tokens of a JSON text, left to right. */
export class JsonScanner {
  protected position = 0;

  // Reading past the end of a string would make V8 give up its fast path for all texts to come: hence the length checks below.
  constructor(protected readonly text: string) {}

  /** Skips white space and gives the character after it, without consuming that. */
  protected nextToken(): number {
    const { text } = this;
    const { length } = text;
    let { position } = this;
    while (position < length) {
      const code = text.charCodeAt(position);
      if (code > SPACE || (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09)) {
        this.position = position;
        return code;
      }
      position++;
    }
    this.position = position;
    return END;
  }

  protected expectEnd(): void {
    this.nextToken();
    if (this.position < this.text.length) {
      this.fail("Unexpected text after the JSON value");
    }
  }

  /** Consumes a string; the position is at its opening quote. Unpaired surrogates and U+0000 are kept. */
  protected scanString(): string {
    const { text } = this;
    const start = this.position + 1;
    const stop = Math.min(start + SHORT_STRING, text.length);
    for (let position = start; position < stop; position++) {
      const code = text.charCodeAt(position);
      if (code === QUOTE) {
        this.position = position + 1;
        return text.slice(start, position);
      }
      if (code === BACKSLASH || code < SPACE) {
        return this.scanLongString(start, position);
      }
    }
    return this.scanLongString(start, stop);
  }

  private scanLongString(start: number, from: number): string {
    const { text } = this;
    let result = "";
    let chunk = start;
    let search = from;
    for (;;) {
      STRING_STOP.lastIndex = search;
      if (!STRING_STOP.test(text)) {
        this.position = text.length;
        this.fail("Unterminated string");
      }
      this.position = STRING_STOP.lastIndex - 1;
      const code = text.charCodeAt(this.position);
      if (code !== QUOTE && code !== BACKSLASH) {
        this.fail("Control character in a string");
      }
      result += text.slice(chunk, this.position);
      if (code === QUOTE) {
        this.position++;
        return result;
      }
      result += this.scanEscape();
      chunk = search = this.position;
    }
  }

  private scanEscape(): string {
    const letter = this.text.charAt(this.position + 1);
    if (letter === "u") {
      UNICODE_ESCAPE.lastIndex = this.position + 2;
      if (!UNICODE_ESCAPE.test(this.text)) {
        this.fail("Incomplete \\u escape");
      }
      const code = Number.parseInt(this.text.slice(this.position + 2, this.position + 6), 16);
      this.position += 6;
      return String.fromCharCode(code);
    }
    const character = ESCAPES[letter];
    if (character === undefined) {
      this.fail("Unknown escape in a string");
    }
    this.position += 2;
    return character;
  }

  protected scanLiteral<T>(literal: string, value: T): T {
    if (!this.text.startsWith(literal, this.position)) {
      this.fail();
    }
    this.position += literal.length;
    return value;
  }

  /** Consumes a number: a JS number if that prints back identically, else its token. */
  protected scanNumber(): number | RawNumber {
    const start = this.position;
    let code = this.at(start);
    const isNegative = code === MINUS;
    if (isNegative) {
      code = this.at(++this.position);
    }
    const digitsFrom = this.position;
    let mantissa = 0;
    if (code === ZERO) {
      code = this.at(++this.position);
    } else {
      if (!isDigit(code)) {
        this.fail();
      }
      do {
        mantissa = mantissa * 10 + (code - ZERO);
        code = this.at(++this.position);
      } while (isDigit(code));
    }
    const integerDigits = this.position - digitsFrom;
    let fractionDigits = 0;
    let last = 0;
    if (code === POINT) {
      const fractionFrom = ++this.position;
      code = this.at(fractionFrom);
      if (!isDigit(code)) {
        this.fail();
      }
      do {
        last = code;
        mantissa = mantissa * 10 + (code - ZERO);
        code = this.at(++this.position);
      } while (isDigit(code));
      fractionDigits = this.position - fractionFrom;
    }
    if (code === 0x65 || code === 0x45) {
      this.scanExponent();
      return this.carry(start);
    }
    if (integerDigits + fractionDigits > EXACT_DIGITS) {
      return this.carry(start);
    }
    if (fractionDigits === 0) {
      return isNegative ? (mantissa === 0 ? this.carry(start) : -mantissa) : mantissa;
    }
    const magnitude = mantissa / POWERS_OF_TEN[fractionDigits]!;
    return last === ZERO || magnitude < SMALLEST_PLAIN ? this.carry(start) : isNegative ? -magnitude : magnitude;
  }

  private scanExponent(): void {
    let code = this.at(++this.position);
    if (code === PLUS || code === MINUS) {
      code = this.at(++this.position);
    }
    if (!isDigit(code)) {
      this.fail();
    }
    while (isDigit(code)) {
      code = this.at(++this.position);
    }
  }

  private carry(start: number): number | RawNumber {
    const token = this.text.slice(start, this.position);
    if (token.length <= LONGEST_PRINT) {
      const number = Number(token);
      if (String(number) === token) {
        return number;
      }
    }
    return rawNumber(token);
  }

  private at(position: number): number {
    return position < this.text.length ? this.text.charCodeAt(position) : END;
  }

  /** Raises a `JsonSyntaxError` for the current position. */
  protected fail(detail?: string): never {
    const codePoint = this.text.codePointAt(this.position);
    const found = codePoint === undefined ? "end of text" : JSON.stringify(String.fromCodePoint(codePoint));
    throw new JsonSyntaxError(detail ?? `Unexpected ${found}`, this.position);
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
