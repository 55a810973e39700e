import type { Principal } from "./principal.js";

/** Tells who holds a token. */
export interface Authenticator {
  /**
   * @param token `undefined` where the request carries none
   * @throws UnauthenticatedError
   * @throws TransientError whether it is good cannot be found out now
   */
  authenticate(token: string | undefined): Promise<Principal>;
  close(): void;
}
