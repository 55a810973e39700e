import { timingSafeEqual } from "node:crypto";
import { UnauthenticatedError } from "../auth-errors.js";
import type { Principal } from "../principal.js";
import { digestOf } from "./token.js";
import type { TokenHolder } from "./token-file.js";

/** How much of a digest finds the entries to compare. It tells nothing: whoever can vary it cannot choose it. */
const KEY_BYTES = 8;

/** Finds the holder of a token among those of a file. */
export class TokenHolders {
  private readonly byKey: ReadonlyMap<string, readonly TokenHolder[]>;

  constructor(
    holders: readonly TokenHolder[],
    private readonly now: () => number = Date.now,
  ) {
    this.byKey = Map.groupBy(holders, ({ digest }) => keyOf(digest));
  }

  /** @throws UnauthenticatedError unless it is the token of one of them and has not expired */
  holderOf(token: string): Principal {
    const digest = digestOf(token);
    const holder = this.byKey.get(keyOf(digest))?.find((each) => timingSafeEqual(each.digest, digest));
    if (!holder) throw new UnauthenticatedError("The token is not known here", "invalid_token");
    if (holder.expiresAt <= this.now()) throw new UnauthenticatedError("The token has expired", "invalid_token");
    return holder.principal;
  }
}

function keyOf(digest: Buffer): string {
  return digest.toString("latin1", 0, KEY_BYTES);
}
