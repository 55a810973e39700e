import { ANONYMOUS_SOURCE } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import { ForbiddenError } from "../auth/auth-errors.js";
import { parseGrant } from "../auth/grant.js";
import { GrantedScopes } from "../auth/granted-scopes.js";
import { LOCAL_PRINCIPAL, UNKNOWN_PRINCIPAL, type Principal } from "../auth/principal.js";
import { authorizeRecords } from "./authorize-records.js";
import type { Submission } from "./submission.js";

const principal = (...scopes: string[]): Principal => {
  const granted = new GrantedScopes(scopes.map((scope) => parseGrant(scope)!));
  return { name: "team", scopes: granted, source: granted.onlySource() };
};

const submission = (source: string, ...inputs: unknown[]): Submission => ({
  unreadable: [{ index: 99, code: "MALFORMED_MESSAGE", detail: "" }],
  records: inputs.map((input, index) => ({ index, input, source, sentValueBytes: 0, isBare: false })),
});

const resource = (type: string, parent?: object) => ({ kind: "resource", type, name: "a", ...(parent && { parent }) });
const reading = (type: string) => ({ kind: "reading", resource: { type, name: "a" }, type: "Other", value: 1 });
const removal = (type: string) => ({ kind: "removal", resource: { type, name: "a" } });
const sweep = (resourceType: string) => ({ kind: "sweep", resourceType, startedOn: "2026-01-01T00:00:00Z" });

describe(authorizeRecords.name, () => {
  it("passes what the scopes cover, as it is", () => {
    const covered = submission(
      "a/b",
      resource("Service"),
      reading("ServiceInstance"),
      removal("Service"),
      sweep("Service"),
    );
    expect(authorizeRecords(principal("publish:a/*:Service*", "remove:a/b:Service"), covered)).toEqual(covered);
    expect(authorizeRecords(LOCAL_PRINCIPAL, covered)).toEqual(covered);
  });

  it.each([
    ["another source", "b", resource("Service")],
    ["another source, of a record that cannot be read", "b", { kind: "nonsense" }],
    ["another source, of what is no record", "b", 7],
    ["another type", "a", resource("Team")],
    ["a reading of a Resource of another type", "a", reading("Team")],
    ["a removal", "a", removal("Service")],
    ["a sweep", "a", sweep("Service")],
  ])("refuses %s, with all that came beside it", (_, source, input) => {
    const refused = () =>
      authorizeRecords(principal("publish:a:Service"), submission(source, resource("Service"), input));
    expect(refused).toThrow(ForbiddenError);
    expect(refused).toThrow(/record [01]\b/);
  });

  it("lets nobody publish with a scope to remove, and nobody do anything without a scope", () => {
    expect(() => authorizeRecords(principal("remove:*:*"), submission("a", resource("Service")))).toThrow(
      ForbiddenError,
    );
    expect(() => authorizeRecords(UNKNOWN_PRINCIPAL, submission("a", { kind: "nonsense" }))).toThrow(ForbiddenError);
  });

  it("needs no scope for the type of a parent", () => {
    const child = submission("a", resource("Service", { type: "Team", name: "x" }));
    expect(authorizeRecords(principal("publish:a:Service"), child)).toEqual(child);
  });

  it("leaves records that cannot be read to who judges them", () => {
    const unreadable = submission(
      "a",
      { kind: "nonsense" },
      { kind: "reading", resource: null },
      [],
      null,
      resource(7 as never),
    );
    expect(authorizeRecords(principal("publish:a:Service"), unreadable)).toEqual(unreadable);
  });

  it("sets an absent source from the token, where that has exactly one", () => {
    const unnamed = submission(ANONYMOUS_SOURCE, resource("Service"));
    expect(authorizeRecords(principal("publish:a:Service"), unnamed)).toEqual(submission("a", resource("Service")));
    expect(authorizeRecords(principal("publish:*:Service"), unnamed)).toEqual(unnamed);
    const named = { ...principal("publish:a/*:Service"), source: "a/1" };
    expect(authorizeRecords(named, unnamed)).toEqual(submission("a/1", resource("Service")));
    expect(() => authorizeRecords(principal("publish:a/*:Service"), unnamed)).toThrow(/names no source/);
  });
});
