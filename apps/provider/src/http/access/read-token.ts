import { UnauthenticatedError } from "../../auth/auth-errors.js";

const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;
const BASIC = /^basic +([A-Za-z0-9+/]+=*) *$/i;

/**
 * The token of an `Authorization` header; `undefined` if there is none.
 * @param isPage pages also take it as the password of HTTP Basic, which browsers ask for by themselves
 * @throws UnauthenticatedError if the header is of another kind
 */
export function readToken(header: string | undefined, isPage: boolean): string | undefined {
  if (header === undefined) return undefined;
  const [, token] = BEARER.exec(header) ?? [];
  if (token !== undefined) return token;
  const [, pair] = (isPage && BASIC.exec(header)) || [];
  const password = pair === undefined ? undefined : /^[^:]*:(.+)$/s.exec(Buffer.from(pair, "base64").toString())?.[1];
  if (password !== undefined) return password;
  throw new UnauthenticatedError("The Authorization header must be Bearer and a token", "invalid_request");
}
