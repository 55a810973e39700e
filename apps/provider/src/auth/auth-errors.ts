import { BinnacleError } from "@binnacle/errors";

/** A request carries no token, or none that is good. */
export class UnauthenticatedError extends BinnacleError {
  constructor(
    message: string,
    /** What RFC 6750 calls what is wrong; absent where no token came. */
    readonly reason?: "invalid_token" | "invalid_request",
  ) {
    super("UNAUTHENTICATED", message);
  }
}

/** The principal may not do this. */
export class ForbiddenError extends BinnacleError {
  constructor(message: string) {
    super("FORBIDDEN", message);
  }
}
