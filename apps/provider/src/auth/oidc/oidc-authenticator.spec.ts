import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TransientError } from "@binnacle/errors";
import { createLogger } from "@binnacle/platform";
import { until } from "@binnacle/testing";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK, type JWTPayload } from "jose";
import { UnauthenticatedError } from "../auth-errors.js";
import { OidcAuthenticator } from "./oidc-authenticator.js";

interface KeyPair {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

async function makeKeys(kid: string, alg = "RS256"): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

const AUDIENCE = "binnacle";
const COOLDOWN_MS = 15_000;
const REFRESH_MS = 600_000;
const DAY_MS = 86_400_000;

/** Speaks discovery and JWKS as an issuer does, and counts who asks for keys. */
class Issuer {
  keys: JWK[] = [];
  requests = 0;
  discovery: object = {};
  private server: Server | undefined;
  url = "";

  async start(port = 0): Promise<void> {
    this.server = createServer((request, response) => {
      const isDiscovery = request.url === "/.well-known/openid-configuration";
      if (!isDiscovery) this.requests++;
      const known = { issuer: this.url, jwks_uri: `${this.url}/keys`, ...this.discovery };
      response.setHeader("connection", "close").end(JSON.stringify(isDiscovery ? known : { keys: this.keys }));
    });
    await new Promise<void>((resolve) => this.server!.listen(port, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server!.close(resolve));
  }
}

describe(OidcAuthenticator.name, () => {
  let first: KeyPair;
  let second: KeyPair;
  let issuer: Issuer;
  let now: number;
  let authenticator: OidcAuthenticator;

  beforeAll(async () => {
    first = await makeKeys("first");
    second = await makeKeys("second", "ES256");
  });
  beforeEach(async () => {
    now = Date.now();
    issuer = new Issuer();
    await issuer.start();
    issuer.keys = [first.jwk];
    authenticator = createAuthenticator();
  });
  afterEach(() => issuer.stop());

  function createAuthenticator(): OidcAuthenticator {
    const logger = createLogger({ name: "test", level: "silent" });
    return new OidcAuthenticator({ issuer: issuer.url, audience: AUDIENCE, logger, now: () => now });
  }

  function sign(keys: KeyPair, claims: JWTPayload = {}, header: object = {}): Promise<string> {
    const seconds = Math.floor(now / 1000);
    const known = { iss: issuer.url, aud: AUDIENCE, sub: "ada", exp: seconds + 600, scope: "openid read", ...claims };
    return new SignJWT(known).setProtectedHeader({ alg: keys.alg, kid: keys.kid, ...header }).sign(keys.privateKey);
  }

  const refused = async (token: string | undefined, reason: RegExp): Promise<void> => {
    const answer = authenticator.authenticate(token);
    await expect(answer).rejects.toThrow(UnauthenticatedError);
    await expect(answer).rejects.toThrow(reason);
  };

  it("knows the subject of a token, and its scopes among those that mean something elsewhere", async () => {
    const scope = "openid profile read publish:orders/k8s:Service* publish:broken remove: Admin";
    const { name, scopes, source } = await authenticator.authenticate(await sign(first, { scope }));
    expect({ name, source }).toEqual({ name: "ada", source: "orders/k8s" });
    expect(["read", "publish", "remove", "admin"].map((each) => scopes.has(each as "read"))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(scopes.mayPublish("orders/k8s", "ServiceInstance")).toBe(true);
  });

  it.each<[string, JWTPayload]>([
    ["scp as an array", { scope: undefined, scp: ["read", 7, "admin"] }],
    ["scp as a text", { scope: undefined, scp: "read admin" }],
    ["both", { scope: "read", scp: ["admin"] }],
  ])("reads %s", async (_, claims) => {
    const { scopes } = await authenticator.authenticate(await sign(first, claims));
    expect([scopes.has("read"), scopes.has("admin"), scopes.has("publish")]).toEqual([true, true, false]);
  });

  it("grants nothing without scopes", async () => {
    const { scopes } = await authenticator.authenticate(await sign(first, { scope: undefined }));
    expect(scopes.has("read")).toBe(false);
  });

  it("allows half a minute between its clock and the issuer's", async () => {
    const seconds = Math.floor(now / 1000);
    await expect(authenticator.authenticate(await sign(first, { exp: seconds - 20 }))).resolves.toBeDefined();
    await expect(authenticator.authenticate(await sign(first, { nbf: seconds + 20 }))).resolves.toBeDefined();
    await refused(await sign(first, { exp: seconds - 40 }), /expired/);
    await refused(await sign(first, { nbf: seconds + 40 }), /claim nbf/);
  });

  it("refuses tokens of others, for others, for ever and of nobody", async () => {
    await refused(undefined, /needed/);
    await refused("guess", /no JWT/);
    await refused(await sign(first, { iss: `${issuer.url}/` }), /claim iss/);
    await refused(await sign(first, { aud: "another" }), /claim aud/);
    await refused(await sign(first, { aud: undefined }), /claim aud/);
    await refused(await sign(first, { exp: undefined }), /claim exp/);
    await refused(await sign(first, { sub: undefined }), /claim sub/);
    await refused(await sign(first, { sub: "" }), /subject/);
    await refused(await sign(first, { sub: "a".repeat(256) }), /subject/);
    await expect(authenticator.authenticate(await sign(first, { aud: ["another", AUDIENCE] }))).resolves.toBeDefined();
  });

  it("refuses signatures that anybody could have made", async () => {
    const claims = { iss: issuer.url, aud: AUDIENCE, sub: "ada", scope: "read admin" };
    await refused(new UnsecuredJWT(claims).setExpirationTime("1h").encode(), /no JWT|not allowed/);
    // The issuer's public key as the secret of a symmetric algorithm.
    const secret = new TextEncoder().encode(JSON.stringify(first.jwk));
    const symmetric = new SignJWT(claims).setExpirationTime("1h").setProtectedHeader({ alg: "HS256", kid: "first" });
    await refused(await symmetric.sign(secret), /not allowed/);
    issuer.keys = [{ kty: "oct", k: Buffer.from(secret).toString("base64url"), kid: "first", alg: "HS256" }];
    authenticator = createAuthenticator();
    await refused(await symmetric.sign(secret), /not allowed/);
  });

  it("refuses a token that was changed, or signed with another key of the same name", async () => {
    const [head, body, signature] = (await sign(first)).split(".");
    const more = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body!, "base64url").toString()), scope: "admin" }),
    );
    await refused([head, more.toString("base64url"), signature].join("."), /no JWT/);
    await refused(await sign(await makeKeys("first")), /no JWT/);
  });

  it("finds a new key when a token names it, but asks the issuer no more often than it must", async () => {
    await authenticator.authenticate(await sign(first));
    issuer.keys = [first.jwk, second.jwk];
    await refused(await sign(second), /does not list/);
    expect(issuer.requests).toBe(1);
    now += COOLDOWN_MS;
    const tokens = await Promise.all(Array.from({ length: 20 }, () => sign(second)));
    await Promise.all(tokens.map((token) => authenticator.authenticate(token)));
    expect(issuer.requests).toBe(2);
    const unknown = await makeKeys("unknown");
    for (let attempt = 0; attempt < 5; attempt++) await refused(await sign(unknown), /does not list/);
    expect(issuer.requests).toBe(2);
  });

  it("forgets a key that the issuer no longer lists", async () => {
    await authenticator.authenticate(await sign(first));
    issuer.keys = [second.jwk];
    now += REFRESH_MS + 1;
    // Asks beside the request, which need not wait.
    await authenticator.authenticate(await sign(first));
    const forgotten = await sign(first);
    const isRefused = () =>
      authenticator.authenticate(forgotten).then(
        () => false,
        () => true,
      );
    await until("the key is forgotten", isRefused);
    await refused(forgotten, /does not list/);
    await expect(authenticator.authenticate(await sign(second))).resolves.toBeDefined();
  });

  it("says that it cannot tell while the issuer was never there, and can once it is", async () => {
    await issuer.stop();
    const port = Number(new URL(issuer.url).port);
    const token = await sign(first);
    await expect(authenticator.authenticate(token)).rejects.toThrow(TransientError);
    await issuer.start(port);
    // It is not asked again at once, however many requests come.
    await expect(authenticator.authenticate(token)).rejects.toThrow(TransientError);
    expect(issuer.requests).toBe(0);
    now += COOLDOWN_MS;
    await expect(authenticator.authenticate(token)).resolves.toBeDefined();
  });

  it("goes on with the keys that it knows while the issuer is down, for a day", async () => {
    await authenticator.authenticate(await sign(first));
    await issuer.stop();
    now += REFRESH_MS + 1;
    await expect(authenticator.authenticate(await sign(first))).resolves.toBeDefined();
    await expect(authenticator.authenticate(await sign(second))).rejects.toThrow(TransientError);
    now += DAY_MS;
    await expect(authenticator.authenticate(await sign(first))).rejects.toThrow(TransientError);
    await issuer.start(Number(new URL(issuer.url).port));
  });

  it.each([
    ["calls itself another", { issuer: "http://127.0.0.1/other" }],
    ["has no keys", { jwks_uri: undefined }],
    ["keeps its keys where anybody could change them", { jwks_uri: "http://keys.example/jwks" }],
  ])("trusts no issuer that %s", async (_, discovery) => {
    issuer.discovery = discovery;
    await expect(authenticator.authenticate(await sign(first))).rejects.toThrow(TransientError);
    expect(issuer.requests).toBe(0);
  });
});
