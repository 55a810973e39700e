import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parseImageReference } from "./image-reference.js";

const DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

describe(parseImageReference.name, () => {
  it.each([
    ["nginx", { repository: "docker.io/library/nginx" }],
    ["library/nginx:1.27", { repository: "docker.io/library/nginx", tag: "1.27" }],
    ["index.docker.io/library/nginx", { repository: "docker.io/library/nginx" }],
    ["grafana/grafana:11.2.0-ubuntu", { repository: "docker.io/grafana/grafana", tag: "11.2.0-ubuntu" }],
    ["registry.example.com:5000/shop/orders", { repository: "registry.example.com:5000/shop/orders" }],
    [
      `registry.example.com:5000/shop/orders:v1.4.2@${DIGEST}`,
      { repository: "registry.example.com:5000/shop/orders", tag: "v1.4.2", digest: DIGEST },
    ],
    ["localhost/orders:dev", { repository: "localhost/orders", tag: "dev" }],
    [`orders@${DIGEST}`, { repository: "docker.io/library/orders", digest: DIGEST }],
    ["[2001:db8::1]:5000/orders", { repository: "[2001:db8::1]:5000/orders" }],
  ])("reads %s", (text, expected) => {
    expect(parseImageReference(text)).toEqual(expected);
  });

  it.each([
    "",
    "Orders",
    "orders:",
    "orders:a b",
    "orders@sha256:12",
    `a@${DIGEST}@${DIGEST}`,
    "a//b",
    DIGEST,
    "/orders",
  ])("takes %j for none", (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });

  it("reads back whatever it has written out", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,8})?$/);
    const registry = fc.constantFrom("registry.example.com", "localhost", "10.0.0.7:5000", "docker.io");
    const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined });
    const digest = fc.option(fc.constant(DIGEST), { nil: undefined });
    fc.assert(
      fc.property(registry, fc.array(part, { minLength: 1, maxLength: 4 }), tag, digest, (host, path, tag, digest) => {
        const print = (repository: string): string =>
          `${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
        const read = parseImageReference(print([host, ...path].join("/")))!;
        expect({ tag: read.tag, digest: read.digest }).toEqual({ tag, digest });
        expect(parseImageReference(print(read.repository))).toEqual(read);
      }),
    );
  });
});
