import type { AuthEnvironment } from "../../auth/auth-environment.js";

/** What the UI is told of how its readers log in. Everybody may know it: a browser shows it in its address bar. */
export type LoginOffer =
  | { kind: "token" }
  | {
      kind: "oidc";
      issuer: string;
      clientId: string;
      /** What is asked for, separated by blanks. */
      scope: string;
      /** What the tokens must be meant for; issuers that need not be told pass over it. */
      audience: string;
    };

/** How readers log in, by the variables of the process: at the issuer where the UI is known there, else by a token. */
export function loginOfferOf(environment: AuthEnvironment): LoginOffer {
  const { BINNACLE_AUTH, BINNACLE_OIDC_ISSUER, BINNACLE_OIDC_AUDIENCE, BINNACLE_OIDC_CLIENT_ID } = environment;
  if (BINNACLE_AUTH !== "oidc" || BINNACLE_OIDC_CLIENT_ID === undefined) return { kind: "token" };
  return {
    kind: "oidc",
    issuer: BINNACLE_OIDC_ISSUER!,
    clientId: BINNACLE_OIDC_CLIENT_ID,
    scope: environment.BINNACLE_OIDC_SCOPE,
    audience: BINNACLE_OIDC_AUDIENCE!,
  };
}
