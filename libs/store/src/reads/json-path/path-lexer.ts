import { PathFault } from "./path-fault.js";

/** A word is what PostgreSQL calls an unquoted string: a key, or in other places a key word. */
export type TokenKind = "string" | "variable" | "number" | "integer" | "word" | "symbol" | "end";

export interface Token {
  kind: TokenKind;
  /** Of a symbol itself, of a word or string the text that it stands for. */
  text: string;
  index: number;
}

const BLANK = /[ \t\n\r\f]+/y;
/** Whatever is neither special nor blank, a quote or a backslash makes words. */
const WORD_PART = /[^?%$.[\]{}()|&!=<>@#,*:\-+/\\" \t\n\r\f]+/y;
const QUOTED_PART = /[^\\"]+/y;
const SYMBOL = /&&|\|\||\*\*|<=|==|<>|!=|>=|[?%$.[\]{}()|&!=<>@#,*:\-+/]/y;
const DIGITS = String.raw`\d(?:_?\d)*`;
const DECIMAL_INTEGER = String.raw`(?:0|[1-9](?:_?\d)*)`;
const NUMBER = new RegExp(
  String.raw`(?:${DECIMAL_INTEGER}(?:\.(?:${DIGITS})?)?|\.${DIGITS})[eE][-+]?${DIGITS}|${DECIMAL_INTEGER}\.(?:${DIGITS})?|\.${DIGITS}`,
  "y",
);
const INTEGER = new RegExp(
  String.raw`0[xX][\dA-Fa-f](?:_?[\dA-Fa-f])*|0[oO][0-7](?:_?[0-7])*|0[bB][01](?:_?[01])*|${DECIMAL_INTEGER}`,
  "y",
);
const UNICODE_ESCAPES = /(?:\\u(?:[\dA-Fa-f]{4}|\{[\dA-Fa-f]{1,6}\}))+/y;
const HEX_ESCAPE = /\\x[\dA-Fa-f]{2}/y;
const NAMED_ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** Cuts a JSON path into tokens the way that PostgreSQL's jsonpath_scan.l does, the last of kind `end`. @throws PathFault */
export function cutPath(path: string): Token[] {
  return new PathLexer(path).cut();
}

class PathLexer {
  private index = 0;

  constructor(private readonly path: string) {}

  cut(): Token[] {
    const tokens: Token[] = [];
    do tokens.push(this.next());
    while (tokens.at(-1)!.kind !== "end");
    return tokens;
  }

  private next(): Token {
    this.skipBlanksAndComments();
    const { index, path } = this;
    const token = (kind: TokenKind, text: string): Token => ({ kind, text, index });
    if (index === path.length) return token("end", "");
    if (/^(?:\d|\.\d)/.test(path.slice(index, index + 2))) return this.number(index);
    if (path[index] === '"') return token("string", this.quoted(index + 1));
    if (path.startsWith('$"', index)) return token("variable", this.quoted(index + 2));
    if (path[index] === "$") {
      this.index++;
      const name = this.take(WORD_PART);
      return name === undefined ? token("symbol", "$") : token("variable", name);
    }
    const symbol = this.take(SYMBOL);
    if (symbol !== undefined) return token("symbol", symbol === "<>" ? "!=" : symbol);
    const word = this.word();
    // PostgreSQL forgets a word that a comment follows at once.
    return this.path.startsWith("/*", this.index) ? this.next() : token("word", word);
  }

  private skipBlanksAndComments(): void {
    while (this.take(BLANK) !== undefined || this.path.startsWith("/*", this.index)) {
      if (this.path.startsWith("/*", this.index)) this.skipComment();
    }
  }

  private skipComment(): void {
    const end = this.path.indexOf("*/", this.index + 2);
    if (end === -1) throw new PathFault(this.index, "has a comment that does not end");
    this.index = end + 2;
  }

  private number(index: number): Token {
    const real = this.take(NUMBER);
    const text = real ?? this.take(INTEGER)!;
    if (this.take(WORD_PART) !== undefined) throw new PathFault(index, "has a number with something behind it");
    return { kind: real === undefined ? "integer" : "number", text, index };
  }

  private quoted(start: number): string {
    const opening = start - 1;
    this.index = start;
    for (let text = ""; ;) {
      text += this.take(QUOTED_PART) ?? "";
      if (this.path[this.index] === "\\") text += this.escape();
      else if (this.path[this.index] === '"') {
        this.index++;
        return text;
      } else if (this.index === this.path.length) throw new PathFault(opening, "has a text that does not end");
    }
  }

  private word(): string {
    for (let text = ""; ;) {
      text += this.take(WORD_PART) ?? "";
      if (this.path[this.index] === "\\") text += this.escape();
      else return text;
    }
  }

  private escape(): string {
    const { index } = this;
    const unicode = this.take(UNICODE_ESCAPES);
    const codes = unicode ?? this.take(HEX_ESCAPE);
    if (codes !== undefined) return decodeEscapes(codes, index);
    const escaped = String.fromCodePoint(this.path.codePointAt(index + 1) ?? 0);
    if ("\0ux".includes(escaped)) throw new PathFault(index, "has an escape that is not complete");
    this.index += 1 + escaped.length;
    return NAMED_ESCAPES[escaped] ?? escaped;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const found = pattern.exec(this.path)?.[0];
    if (found !== undefined) this.index += found.length;
    return found;
  }
}

/** One run of Unicode escapes, in which surrogates must come in pairs, or one of hex digits. */
function decodeEscapes(escapes: string, index: number): string {
  const codes = Array.from(escapes.matchAll(/[\dA-Fa-f]+/g), ([digits]) => Number.parseInt(digits, 16));
  const isCharacter = codes.every((code) => code > 0 && code <= 0x10ffff);
  const text = isCharacter ? codes.map((code) => String.fromCodePoint(code)).join("") : "";
  if (!isCharacter || !text.isWellFormed()) throw new PathFault(index, "has an escape that is no character");
  return text;
}
