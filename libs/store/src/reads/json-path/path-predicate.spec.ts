import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { DataSource } from "typeorm";
import { createDataSource } from "../../data-source.js";
import { findPredicateFault, placeRefusal } from "./path-predicate.js";

const SYNTAX_ERROR = "42601";
const position = (path: string) => findPredicateFault(path)?.position;

/** Grows paths by the grammar; what else stands among the choices makes some of them wrong. */
const path = fc.letrec<Record<"expression" | "predicate" | "accessor" | "primary", string>>((tie) => ({
  primary: fc.constantFrom(
    "$",
    "$",
    "@",
    "last",
    "1",
    "-2.5",
    "1e3",
    ".5",
    "0x1F",
    "1_000",
    "null",
    "true",
    "False",
    '"x"',
    "$v",
    '$"v"',
  ),
  accessor: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(
      ".a",
      ".*",
      ".**",
      ".**{1 to last}",
      "[*]",
      "[0, 1 to 2]",
      "[last]",
      '."k"',
      ".type()",
      ".to",
      ".exists",
    ),
    fc.constantFrom(
      ".size ()",
      ".nothing()",
      ".size(1)",
      '.datetime("HH")',
      ".decimal(3,-1)",
      ".\\u0061b",
      ".a\\.b",
      ".time(1)",
      ".\u{1F600}",
      ". a",
    ),
    tie("predicate").map((inner) => `?(${inner})`),
    tie("expression").map((inner) => `[${inner}]`),
  ),
  expression: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    tie("primary"),
    fc.tuple(tie("primary"), fc.array(tie("accessor"), { maxLength: 3 })).map(([start, rest]) => start + rest.join("")),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/", " % "), tie("expression"))
      .map((parts) => parts.join("")),
    fc
      .tuple(fc.constantFrom("(", "-(", "+("), tie("expression"), fc.constantFrom(")", ").a", ")[0]"))
      .map((p) => p.join("")),
    fc.tuple(tie("predicate"), tie("accessor")).map(([inner, accessor]) => `(${inner})${accessor}`),
  ),
  predicate: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc
      .tuple(tie("expression"), fc.constantFrom("==", "!=", "<>", "<", " >= "), tie("expression"))
      .map((p) => p.join("")),
    tie("expression").map((inner) => `exists(${inner})`),
    fc
      .tuple(fc.constantFrom("(", "!(", "! ("), tie("predicate"), fc.constantFrom(")", ") is unknown"))
      .map((p) => p.join("")),
    fc.tuple(tie("predicate"), fc.constantFrom("&&", " || "), tie("predicate")).map((parts) => parts.join("")),
    tie("expression").map((inner) => `${inner} starts with "a"`),
    fc
      .tuple(tie("expression"), fc.constantFrom('"^a"', '"a" flag "i"', '"a" FLAG "iq"'))
      .map(([a, b]) => `${a} LIKE_REGEX ${b}`),
  ),
}));

const PIECES = [..."$@.?()[]{}*!=<>&|,:#%'\"\\ -+/0123ax_é\n\u{1F600}"];
const WORDS = [
  "exists",
  "last",
  "to",
  "is",
  "unknown",
  "starts",
  "with",
  "like_regex",
  "flag",
  "true",
  "/*",
  "*/",
  "\\u",
  "\\x4",
];

/** A path with something put in, taken out or doubled somewhere. */
const mutated = fc
  .tuple(fc.oneof(path.predicate, path.expression), fc.nat(), fc.nat(3), fc.constantFrom(...PIECES, ...WORDS))
  .map(([text, at, cut, piece]) => {
    const place = at % (text.length + 1);
    return (text.slice(0, place) + piece + text.slice(place + cut)).toWellFormed();
  });
const soup = fc
  .array(fc.constantFrom(...PIECES, ...WORDS), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(""));

describe(findPredicateFault.name, () => {
  let server: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    server = await createTestDatabase({ migrated: false });
    dataSource = await createDataSource({ url: server.url, applicationName: "path-test" }).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await server.drop();
  });

  it("agrees with PostgreSQL on what is a path, and what of that is a predicate", async () => {
    // Older servers cannot be asked without failing, and know less of the grammar: what they refuse is answered with 400 as well.
    const [{ server_version_num: version }] = await dataSource.query("SHOW server_version_num");
    if (Number(version) < 170_000) return;
    const cases = fc.array(fc.oneof(path.predicate, path.expression, mutated, soup), { minLength: 50, maxLength: 50 });
    let predicates = 0;
    let faults = 0;
    await fc.assert(
      fc.asyncProperty(cases, async (paths) => {
        // Only of a predicate can be said that it is unknown; a path that is sound by itself closes whatever it opens.
        const judged = await dataSource.query<{ path: string; is_predicate: boolean; code: string | null }[]>(
          `SELECT path, (pg_input_error_info(path, 'jsonpath')).sql_error_code AS code,
             pg_input_is_valid(path, 'jsonpath') AND pg_input_is_valid('(' || path || ') is unknown', 'jsonpath') AS is_predicate
           FROM unnest($1::text[]) path`,
          [paths],
        );
        for (const { path: text, is_predicate: isPredicate, code } of judged) {
          const fault = findPredicateFault(text);
          const isRefusedByPolicy = fault !== undefined && /has a variable|must be lax/.test(fault.detail);
          // A pattern that is none, or a number that is too large, is no matter of syntax.
          const isRefusedByContent = code !== null && code !== SYNTAX_ERROR;
          if (isRefusedByContent) {
            if (!fault) expect(placeRefusal(text)).toBeLessThan(Array.from(text).length);
          } else if (!isRefusedByPolicy) expect([text, fault === undefined]).toEqual([text, isPredicate]);
          if (fault) expect(fault.position).toBeLessThanOrEqual(Array.from(text).length);
          if (isPredicate) predicates++;
          else faults++;
        }
      }),
      { numRuns: Number(process.env["JSON_PATH_RUNS"] ?? 60) },
    );
    expect(predicates).toBeGreaterThan(50);
    expect(faults).toBeGreaterThan(50);
  });

  it.each([
    "$.a == 1",
    "lax $.a == 1",
    "  exists ($.b ? (@.c > 1))  ",
    "($.a ? (@ > 1)).b == 2",
    '!($.a == 1) && (($.b == 1) || ($.c starts with "x"))',
    "($.a == 1) is unknown",
    '($.a == 1).type() == "boolean"',
    '$."a b".size() > 2 /* of them */',
    '$.a like_regex "^[a-z]+$" flag "i"',
    '$.vulnerabilities[*].severity == "critical"',
  ])("takes %s", (text) => {
    expect(findPredicateFault(text)).toBeUndefined();
  });

  it.each([
    ["a filter expression, at the filter", "$.a ? (@ > 1)", 4],
    ["a bare path, where it begins", "  $.a.b", 2],
    ["a predicate turned into a value", "($.a == 1).type()", 0],
    ["a sum", "1 + 1", 0],
    ["an end that comes too early", "$.a == ", 7],
    ["nothing but space", "   ", 3],
    ["a single equals sign", "$.a = 1", 4],
    ["a place behind characters of two UTF-16 units", '$."\u{1F600}\u{1F600}" = 1', 7],
    ["a path where a predicate is needed", "$.a && $.b == 1", 4],
    ["a predicate where a value is needed", "1 + ($.a == 1)", 14],
    ["a text that does not end", '$.a == "b', 7],
    ["a comment that does not end", "$.a == 1 /* b", 9],
    ["a number with a tail", "$.a == 1b", 7],
    ["a variable", "$.a == $b", 7],
    ["a variable to start with", "$.a starts with $b", 16],
    ["strict mode", "strict $.a == 1", 0],
    ["the current item outside a filter", "@.a == 1", 0],
    ["the last index outside a subscript", "$.a == last", 7],
    ["a missing parenthesis", "exists($.a", 10],
    ["one parenthesis too many", "exists($.a))", 11],
  ])("tells where %s is at fault", (_, text, expected) => {
    expect(position(text)).toBe(expected);
  });

  it("guesses where PostgreSQL is at odds with a pattern or a number", () => {
    expect(placeRefusal('$.a == 1 && $.b like_regex "("')).toBe(7);
    expect(placeRefusal('$.\u{1F600} like_regex "("')).toBe(15);
  });

  it("comes to an end with a thousand parentheses", () => {
    expect(position("(".repeat(1000))).toBe(500);
    expect(findPredicateFault(`${"(".repeat(490)}$ == 1${")".repeat(490)}`)).toBeUndefined();
    expect(position("-".repeat(1000))).toBe(1000);
  });
});
