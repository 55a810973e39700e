import { describe, expect, it } from "@jest/globals";
import { parseGrant, type Grant } from "./grant.js";
import { GrantedScopes } from "./granted-scopes.js";

const scopesOf = (...texts: string[]) => new GrantedScopes(texts.map((text) => parseGrant(text)!));

describe(parseGrant.name, () => {
  it.each<[string, Grant | undefined]>([
    ["read", { name: "read" }],
    ["admin", { name: "admin" }],
    ["metrics", { name: "metrics" }],
    ["publish:*:*", { name: "publish", source: "*", resourceType: "*" }],
    ["remove:orders/k8s:Service*", { name: "remove", source: "orders/k8s", resourceType: "Service*" }],
    ["publish:a%3Ab:c%3ad", { name: "publish", source: "a:b", resourceType: "c:d" }],
    ["read:*", undefined],
    ["Read", undefined],
    ["write", undefined],
    ["publish", undefined],
    ["publish:*", undefined],
    ["publish::*", undefined],
    ["publish:*:", undefined],
    ["publish:a:b:c", undefined],
    ["publish:a b:*", undefined],
    ["publish:a%2Fb:*", undefined],
    ["publish:*:a/b", undefined],
    ["toString", undefined],
    ["", undefined],
  ])("reads %j", (text, grant) => {
    expect(parseGrant(text)).toEqual(grant);
  });
});

describe(GrantedScopes.name, () => {
  it("grants nothing that was not granted", () => {
    const scopes = scopesOf("publish:orders/*:Service*", "remove:orders/k8s:ServiceInstance");
    expect(["read", "publish", "remove", "admin", "metrics"].map((name) => scopes.has(name as "read"))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(scopes.mayPublish("orders/k8s", "ServiceInstance")).toBe(true);
    expect(scopes.mayPublish("billing", "ServiceInstance")).toBe(false);
    expect(scopes.mayPublish("orders/k8s", "Team")).toBe(false);
    expect(scopes.mayRemove("orders/k8s", "ServiceInstance")).toBe(true);
    expect(scopes.mayRemove("orders/aws", "ServiceInstance")).toBe(false);
    expect(scopes.mayRemove("orders/k8s", "Service")).toBe(false);
  });

  it("never combines the source of one grant with the type of another", () => {
    const scopes = scopesOf("publish:a:Service", "publish:b:Team");
    expect(scopes.mayPublish("a", "Team")).toBe(false);
    expect(scopes.mayPublish("b", "Service")).toBe(false);
  });

  it.each([
    [["publish:a:Service", "publish:a:Team", "remove:*:*"], "a"],
    [["remove:a:Team"], "a"],
    [["publish:a:*", "publish:b:*"], undefined],
    [["publish:a*:*"], undefined],
    [["read"], undefined],
  ])("knows which source is meant by %j where none is named", (texts, source) => {
    expect(scopesOf(...texts).onlySource()).toBe(source);
  });
});
