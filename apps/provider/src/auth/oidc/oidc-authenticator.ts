import { BinnacleError } from "@binnacle/errors";
import type { Logger } from "@binnacle/platform";
import { errors, jwtVerify, type JWTPayload } from "jose";
import { UnauthenticatedError } from "../auth-errors.js";
import type { Authenticator } from "../authenticator.js";
import { parseGrant } from "../grant.js";
import { GrantedScopes } from "../granted-scopes.js";
import type { Principal } from "../principal.js";
import { IssuerKeys, type IssuerKeysOptions } from "./issuer-keys.js";

export interface OidcOptions extends IssuerKeysOptions {
  /** What tokens must be meant for. */
  audience: string;
  logger: Logger;
}

/** Asymmetric ones only: with a shared secret, or none, everybody who can check a token could make one. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const CLOCK_SKEW_S = 30;
const MAX_NAME_LENGTH = 255;

/** Takes the JWTs of an OpenID Connect issuer. */
export class OidcAuthenticator implements Authenticator {
  private readonly keys: IssuerKeys;

  constructor(private readonly options: OidcOptions) {
    this.keys = new IssuerKeys(options);
  }

  async authenticate(token: string | undefined): Promise<Principal> {
    if (token === undefined) throw new UnauthenticatedError("A token is needed");
    const { sub, scope, scp } = await this.verify(token);
    if (!sub || sub.length > MAX_NAME_LENGTH)
      throw new UnauthenticatedError("The token names no subject", "invalid_token");
    const scopes = new GrantedScopes(scopesIn(scope, scp).flatMap((text) => parseGrant(text) ?? []));
    return { name: sub, scopes, source: scopes.onlySource() };
  }

  close(): void {}

  private async verify(token: string): Promise<JWTPayload> {
    const { issuer, audience, now = Date.now } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_S,
        currentDate: new Date(now()),
        requiredClaims: ["exp", "sub"],
      });
      return payload;
    } catch (error) {
      if (error instanceof BinnacleError) throw error;
      throw new UnauthenticatedError(refusal(error), "invalid_token");
    }
  }
}

/** `scope` is a text, as RFC 8693 has it; `scp` a text or an array, as others do. Scopes that are not ours are somebody else's. */
function scopesIn(...claims: unknown[]): string[] {
  return claims
    .flatMap((claim) => (Array.isArray(claim) ? claim : typeof claim === "string" ? claim.split(" ") : []))
    .filter((scope) => typeof scope === "string");
}

/** What is wrong with a token, without anything that it says. */
function refusal(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "The token has expired";
  if (error instanceof errors.JWTClaimValidationFailed) return `The token's claim ${error.claim} is not acceptable`;
  if (error instanceof errors.JWKSNoMatchingKey) return "The token is signed with a key that its issuer does not list";
  if (error instanceof errors.JOSEAlgNotAllowed) return "The token is signed in a way that is not allowed";
  return "The token is no JWT of the issuer";
}
