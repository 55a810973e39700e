import { PathFault } from "./path-fault.js";
import { cutPath, type Token, type TokenKind } from "./path-lexer.js";

/** What a part of a path is; only an expression has a place where a filter made it one. */
type Part = { kind: "predicate" } | { kind: "expression"; filterAt?: number };

const PREDICATE: Part = { kind: "predicate" };
const EXPRESSION: Part = { kind: "expression" };
const COMPARISONS = new Set(["==", "!=", "<", ">", "<=", ">="]);
const ACCESSORS = new Set([".", "[", "?"]);
const LITERALS = new Set(["null", "true", "false"]);

/** A text of 1,000 characters closes no more; each costs ten calls, and the stack holds some ten thousand. */
const MAX_DEPTH = 500;

const NO_VARIABLES = "has a variable; there are none";

type MethodArguments = "none" | "template" | "precision" | "decimal";

/** All that there are in PostgreSQL 18; an older server refuses some of them by itself. */
const METHODS: ReadonlyMap<string, MethodArguments> = new Map([
  ["abs", "none"],
  ["bigint", "none"],
  ["boolean", "none"],
  ["ceiling", "none"],
  ["date", "none"],
  ["datetime", "template"],
  ["decimal", "decimal"],
  ["double", "none"],
  ["floor", "none"],
  ["integer", "none"],
  ["keyvalue", "none"],
  ["number", "none"],
  ["size", "none"],
  ["string", "none"],
  ["time", "precision"],
  ["time_tz", "precision"],
  ["timestamp", "precision"],
  ["timestamp_tz", "precision"],
  ["type", "none"],
]);

/** What only PostgreSQL can judge: patterns and numbers, by index in the text. */
export type Doubts = readonly number[];

/**
 * Parses a lax JSON path without variables that is a predicate as a whole, by PostgreSQL's jsonpath_gram.y. It is there to tell a
 * predicate from an expression, which PostgreSQL does not say, and where a fault is, which it does not say either.
 * @throws PathFault if it is none
 */
export function parsePredicate(path: string): Doubts {
  return new PredicateParser(cutPath(path)).parse();
}

class PredicateParser {
  private position = 0;
  private filters = 0;
  private subscripts = 0;
  private depth = 0;
  private readonly doubts: number[] = [];

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Doubts {
    if (this.isWord("strict")) throw this.fault("must be lax");
    this.takeWord("lax");
    const start = this.token.index;
    const part = this.disjunction();
    if (this.token.kind !== "end") throw this.unexpected();
    if (part.kind === "expression") {
      const what = part.filterAt === undefined ? "is a path, which is true of nothing" : "is a filter expression";
      throw new PathFault(part.filterAt ?? start, `${what}; a predicate is needed, such as $.a == 1 or exists($.a)`);
    }
    return this.doubts;
  }

  private disjunction(): Part {
    return this.logical("||", () => this.logical("&&", () => this.term()));
  }

  private logical(operator: string, operand: () => Part): Part {
    const left = operand();
    while (this.isSymbol(operator)) {
      if (left.kind !== "predicate") throw this.unexpected();
      this.position++;
      if (operand().kind !== "predicate") throw this.unexpected();
    }
    return left;
  }

  private term(): Part {
    if (this.takeSymbol("!")) {
      if (!this.isWord("exists") && !this.isSymbol("(")) throw this.unexpected();
      if (!this.takeExists()) this.parenthesized(() => this.predicate());
      return PREDICATE;
    }
    if (this.takeExists()) return PREDICATE;
    const left = this.sum();
    if (left.kind === "predicate") {
      if (this.takeWord("is")) this.expectWord("unknown");
      return PREDICATE;
    }
    if (this.token.kind === "symbol" && COMPARISONS.has(this.token.text)) {
      this.position++;
      this.expression();
      return PREDICATE;
    }
    if (this.takeWord("starts")) {
      this.expectWord("with");
      if (this.token.kind === "variable") throw this.fault(NO_VARIABLES);
      this.expect("string");
      return PREDICATE;
    }
    if (this.takeWord("like_regex")) {
      this.doubt();
      this.expect("string");
      if (this.takeWord("flag")) this.flags();
      return PREDICATE;
    }
    return left;
  }

  private flags(): void {
    if (/[^ismxq]/.test(this.token.text)) throw this.fault("has an unknown flag; there are i, s, m, x and q");
    this.expect("string");
  }

  private takeExists(): boolean {
    if (!this.takeWord("exists")) return false;
    this.parenthesized(() => this.expression());
    return true;
  }

  private predicate(): void {
    if (this.disjunction().kind !== "predicate") throw this.unexpected();
  }

  private expression(): void {
    if (this.sum().kind !== "expression") throw this.unexpected();
  }

  private sum(): Part {
    return this.arithmetic("+-", () => this.arithmetic("*/%", () => this.signed()));
  }

  private arithmetic(operators: string, operand: () => Part): Part {
    let left = operand();
    while (this.token.kind === "symbol" && this.token.text.length === 1 && operators.includes(this.token.text)) {
      if (left.kind !== "expression") throw this.unexpected();
      this.position++;
      if (operand().kind !== "expression") throw this.unexpected();
      left = EXPRESSION;
    }
    return left;
  }

  private signed(): Part {
    let isSigned = false;
    while (this.takeSymbol("+") || this.takeSymbol("-")) isSigned = true;
    const part = this.accessed();
    if (isSigned && part.kind !== "expression") throw this.unexpected();
    return isSigned ? EXPRESSION : part;
  }

  private accessed(): Part {
    let part = this.isSymbol("(") ? this.parenthesized(() => this.disjunction()) : this.primary();
    while (this.token.kind === "symbol" && ACCESSORS.has(this.token.text)) {
      const filterAt = this.isSymbol("?") ? this.token.index : undefined;
      this.accessor();
      const known = part.kind === "expression" ? part.filterAt : undefined;
      part = { kind: "expression", ...((known ?? filterAt) !== undefined && { filterAt: (known ?? filterAt)! }) };
    }
    return part;
  }

  private primary(): Part {
    const { kind, text } = this.token;
    if (kind === "variable") throw this.fault(NO_VARIABLES);
    if (this.isSymbol("@") && this.filters === 0) throw this.fault("has an @ outside a filter");
    if (this.isWord("last") && this.subscripts === 0) throw this.fault("has a last outside a subscript");
    const isPrimary =
      kind === "string" ||
      kind === "number" ||
      kind === "integer" ||
      (kind === "symbol" && (text === "$" || text === "@")) ||
      (kind === "word" && (LITERALS.has(text) || this.isWord("last")));
    if (!isPrimary) throw this.unexpected();
    if (kind === "number" || kind === "integer") this.doubt();
    this.position++;
    return EXPRESSION;
  }

  private accessor(): void {
    if (this.takeSymbol("?")) {
      this.filters++;
      this.parenthesized(() => this.predicate());
      this.filters--;
    } else if (this.takeSymbol("[")) this.subscriptList();
    else {
      this.expectSymbol(".");
      if (this.takeSymbol("*")) return;
      if (this.takeSymbol("**")) this.levels();
      else this.key();
    }
  }

  private subscriptList(): void {
    this.subscripts++;
    if (!this.takeSymbol("*")) {
      do {
        this.expression();
        if (this.takeWord("to")) this.expression();
      } while (this.takeSymbol(","));
    }
    this.subscripts--;
    this.expectSymbol("]");
  }

  private levels(): void {
    if (!this.takeSymbol("{")) return;
    this.level();
    if (this.takeWord("to")) this.level();
    this.expectSymbol("}");
  }

  private level(): void {
    this.doubt();
    if (!this.takeWord("last")) this.expect("integer");
  }

  /** A key, or a method: what comes before a parenthesis. */
  private key(): void {
    const { kind, text } = this.token;
    if (kind !== "word" && kind !== "string") throw this.unexpected();
    this.position++;
    if (!this.isSymbol("(")) return;
    const takes = kind === "word" ? METHODS.get(inLowerCase(text)) : undefined;
    if (takes === undefined) throw this.unexpected();
    this.position++;
    if (this.isSymbol(")")) this.position++;
    else this.methodArguments(takes);
  }

  private methodArguments(takes: MethodArguments): void {
    if (takes === "template") this.expect("string");
    else if (takes === "precision") this.expect("integer");
    else if (takes === "decimal") {
      this.signedInteger();
      if (this.takeSymbol(",")) this.signedInteger();
    }
    this.expectSymbol(")");
  }

  private signedInteger(): void {
    if (!this.takeSymbol("+")) this.takeSymbol("-");
    this.expect("integer");
  }

  private parenthesized<T>(content: () => T): T {
    if (this.depth === MAX_DEPTH) throw this.fault("opens more parentheses than can be closed");
    this.expectSymbol("(");
    this.depth++;
    const parsed = content();
    this.depth--;
    this.expectSymbol(")");
    return parsed;
  }

  private get token(): Token {
    return this.tokens[this.position]!;
  }

  private isSymbol(text: string): boolean {
    return this.token.kind === "symbol" && this.token.text === text;
  }

  /** Key words are known in any case. */
  private isWord(word: string): boolean {
    return this.token.kind === "word" && inLowerCase(this.token.text) === word;
  }

  private takeSymbol(text: string): boolean {
    const isThere = this.isSymbol(text);
    if (isThere) this.position++;
    return isThere;
  }

  private takeWord(word: string): boolean {
    const isThere = this.isWord(word);
    if (isThere) this.position++;
    return isThere;
  }

  private expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.unexpected();
  }

  private expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected();
  }

  private expect(kind: TokenKind): void {
    if (this.token.kind !== kind) throw this.unexpected();
    this.position++;
  }

  private doubt(): void {
    this.doubts.push(this.token.index);
  }

  private fault(detail: string): PathFault {
    return new PathFault(this.token.index, detail);
  }

  private unexpected(): PathFault {
    const { kind, text } = this.token;
    return this.fault(
      kind === "end" ? "ends too early" : `is no JSON path: ${JSON.stringify(text)} is not expected there`,
    );
  }
}

/** Of ASCII only, as PostgreSQL does it: the Kelvin sign is no k. */
function inLowerCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
