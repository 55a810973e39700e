import { BASE_PATH } from "../base-path.js";

/** Where the issuer sends the reader back to. */
export const LOGIN_PATH = `${BASE_PATH}login`;

export interface OidcOffer {
  kind: "oidc";
  issuer: string;
  clientId: string;
  scope: string;
  audience: string;
}

/** How the provider lets its readers log in. */
export type LoginOffer = { kind: "token" } | OidcOffer;

/** Asks the provider how to log in; nobody needs a token for that. */
export async function readLoginOffer(): Promise<LoginOffer> {
  const response = await fetch(new URL("login.json", document.baseURI), { cache: "no-cache" });
  if (!response.ok) throw new Error(`The provider does not say how to log in (${response.status})`);
  return (await response.json()) as LoginOffer;
}
