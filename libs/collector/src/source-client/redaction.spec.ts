import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Redaction, secretsOfHeaders, secretsOfQuery } from "./redaction.js";

/** Nothing that the text around it is made of, so that what is found is the secret. */
const SECRET = fc
  .string({ unit: fc.constantFrom(...'ABCXYZ+/=?&%"\\ é#'), minLength: 6, maxLength: 40 })
  .filter((text) => text.trim().length > 5);
const TEXT = fc.string({ unit: fc.constantFrom(..."abc{}:,\n") });

describe(Redaction.name, () => {
  it("leaves nothing of a secret, in whatever form it travels", () => {
    const forms: ((secret: string) => string)[] = [
      (secret) => secret,
      encodeURIComponent,
      (secret) => new URLSearchParams({ q: secret }).toString(),
      (secret) => JSON.stringify({ message: secret }),
      (secret) => Buffer.from(secret).toString("base64"),
    ];
    const property = fc.property(SECRET, TEXT, TEXT, fc.constantFrom(...forms), (secret, before, after, form) => {
      const travelling = form(secret);
      const redacted = new Redaction([secret]).of(`${before}${travelling}${after}`);
      expect(redacted).toContain("***");
      for (const each of forms) expect(redacted).not.toContain(each(secret));
    });
    fc.assert(property);
  });

  it("hides the longer of two secrets of which one is a part of the other", () => {
    expect(new Redaction(["abc", "abcdef"]).of("x abcdef y abc")).toBe("x *** y ***");
  });

  it("leaves text alone where there is no secret", () => {
    expect(new Redaction(["", "  "]).of("a b  c")).toBe("a b  c");
  });

  it("shows a URL without user, password and parameters that are secret by their names", () => {
    const url = new URL(
      "https://me:pw@host/p?access_token=1&api_key=2&author=ada&componentKeys=c&X-Amz-Signature=3&sig=4&page=5",
    );
    expect(new Redaction([]).ofUrl(url)).toBe(
      "https://host/p?access_token=***&api_key=***&author=ada&componentKeys=c&X-Amz-Signature=***&sig=***&page=5",
    );
    expect(secretsOfQuery(url)).toEqual(["1", "2", "3", "4"]);
  });

  it("knows the credentials of headers: the token, and the password within Basic", () => {
    const basic = Buffer.from("me:p:w").toString("base64");
    const headers = new Headers({
      authorization: `Basic ${basic}`,
      "private-token": "t1",
      "dd-application-key": "k",
      accept: "*/*",
    });
    expect(secretsOfHeaders(headers)).toEqual([`Basic ${basic}`, basic, "p:w", "k", "t1"]);
    expect(secretsOfHeaders(new Headers({ authorization: "Bearer t2" }))).toEqual(["Bearer t2", "t2"]);
  });
});
