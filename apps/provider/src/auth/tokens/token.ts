import { createHash, randomBytes } from "node:crypto";

/** Tells leaked tokens to those who scan for them. */
const PREFIX = "binnacle_";
const TOKEN_BYTES = 32;
const STORED_HASH = /^sha256:([0-9a-f]{64})$/;

/** A token that nobody can guess, so that a fast hash without salt keeps it. */
export function makeToken(): string {
  return `${PREFIX}${randomBytes(TOKEN_BYTES).toString("base64url")}`;
}

export function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** A token's hash as the file holds it. */
export function hashText(token: string): string {
  return `sha256:${digestOf(token).toString("hex")}`;
}

/** The digest that a hash in the file stands for; `undefined` if it is none. */
export function parseHash(text: string): Buffer | undefined {
  const [, hex] = STORED_HASH.exec(text) ?? [];
  return hex === undefined ? undefined : Buffer.from(hex, "hex");
}
