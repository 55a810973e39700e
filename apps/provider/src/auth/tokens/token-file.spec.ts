import { ConfigurationError } from "@binnacle/errors";
import { describe, expect, it } from "@jest/globals";
import { UnauthenticatedError } from "../auth-errors.js";
import { readTokenFile } from "./token-file.js";
import { TokenHolders } from "./token-holders.js";
import { hashText, makeToken } from "./token.js";

const token = makeToken();
const hash = hashText(token);
const entry = (more: object = {}) => ({ name: "grafana", hash, scopes: ["read"], ...more });
const other = (more: object = {}) => entry({ name: "other", hash: hashText(makeToken()), ...more });

function faultsOf(content: unknown): readonly string[] {
  try {
    readTokenFile(content, "tokens.yaml");
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
  throw new Error("It was accepted");
}

describe(readTokenFile.name, () => {
  it("reads who holds a token, what for, until when and as which source", () => {
    const [plain, limited, named] = readTokenFile(
      {
        tokens: [
          entry({ source: null, expiresOn: null }),
          other({ scopes: ["publish:orders/k8s:*", "remove:orders/k8s:*"], expiresOn: "2027-01-31T00:00:00+01:00" }),
          other({ name: "third", scopes: ["publish:orders/*:*"], source: "orders/k8s" }),
        ],
      },
      "tokens.yaml",
    );
    expect(plain).toMatchObject({ principal: { name: "grafana", source: undefined }, expiresAt: Infinity });
    expect(limited).toMatchObject({ principal: { source: "orders/k8s" }, expiresAt: Date.UTC(2027, 0, 30, 23) });
    expect(named).toMatchObject({ principal: { name: "third", source: "orders/k8s" } });
    expect(readTokenFile({ tokens: [] }, "tokens.yaml")).toEqual([]);
  });

  it.each<[string, object[], RegExp[]]>([
    [
      "a hash that is too short",
      [entry({ hash: hash.slice(0, -2) })],
      [/tokens\[0\] \(grafana\): hash must be sha256/],
    ],
    ["a token in place of its hash", [entry({ hash: token })], [/tokens\[0\] \(grafana\): hash must be/]],
    ["another algorithm", [entry({ hash: hash.replace("sha256", "md5") })], [/hash must be/]],
    ["an unknown scope", [other(), entry({ scopes: ["read", "write"] })], [/tokens\[1\] \(grafana\): scope "write"/]],
    [
      "two of a name",
      [entry(), other({ name: "grafana" })],
      [/tokens\[1\] \(grafana\): name is that of an entry before/],
    ],
    ["two of a hash", [entry(), other({ hash })], [/tokens\[1\] \(other\): hash is that of an entry before/]],
    [
      "a foreign source",
      [entry({ scopes: ["publish:a:*"], source: "b" })],
      [/tokens\[0\] \(grafana\): source must be/],
    ],
    ["no source", [entry({ scopes: ["publish:*:*"], source: "a b" })], [/source must be/]],
    ["no time", [entry({ expiresOn: "2027-01-31" })], [/expiresOn must be a time/]],
    ["no scopes", [entry({ scopes: [] })], [/tokens\[0\]\.scopes/]],
    ["a name with a line break", [entry({ name: "a\nb" })], [/tokens\[0\]\.name must be/]],
    ["an unknown key", [entry({ expires: "2027-01-31T00:00:00Z" })], [/tokens\[0\]\.expires is not a known key/]],
    ["several faults", [entry({ scopes: ["x"], hash: "" }), other({ scopes: ["y"] })], [/hash/, /"x"/, /"y"/]],
  ])("refuses %s, and names the entry", (_, tokens, lines) => {
    const faults = faultsOf({ tokens });
    expect(faults).toHaveLength(lines.length);
    for (const [index, line] of lines.entries()) {
      expect(faults[index]).toMatch(line);
      expect(faults[index]).toMatch(/^tokens\.yaml: /);
      expect(faults[index]).not.toContain(token);
    }
  });

  it.each([{}, [], "tokens", null, { tokens: "a" }, { tokens: [7] }])("refuses %j", (content) => {
    expect(faultsOf(content).length).toBeGreaterThan(0);
  });
});

describe(TokenHolders.name, () => {
  const holders = (now = 0) =>
    new TokenHolders(
      readTokenFile({ tokens: [other(), entry({ expiresOn: "1970-01-01T00:00:01Z" })] }, "tokens.yaml"),
      () => now,
    );

  it("knows the holder of a token, until it expires", () => {
    expect(holders(999).holderOf(token).name).toBe("grafana");
    expect(() => holders(1000).holderOf(token)).toThrow(/expired/);
  });

  it.each([token.slice(0, -1), `${token}a`, hash, "", token.toLowerCase()])("knows nobody by %s", (guess) => {
    expect(() => holders().holderOf(guess)).toThrow(UnauthenticatedError);
  });

  it("tells tokens apart whose hashes begin alike", () => {
    const [holder] = readTokenFile({ tokens: [entry()] }, "tokens.yaml");
    const alike = {
      ...holder!,
      digest: Buffer.from(holder!.digest),
      principal: { ...holder!.principal, name: "alike" },
    };
    alike.digest[31]! ^= 1;
    expect(new TokenHolders([alike, holder!]).holderOf(token).name).toBe("grafana");
    expect(() => new TokenHolders([alike]).holderOf(token)).toThrow(UnauthenticatedError);
  });
});
