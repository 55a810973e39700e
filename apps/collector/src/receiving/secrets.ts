import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** Whether only processes of this machine reach what listens there: without a secret others must not. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Whether a text is the secret, which is not empty; how long it takes tells nothing of it. */
export function isSecret(given: string | undefined, secret: string): boolean {
  return timingSafeEqual(digest(given ?? ""), digest(secret));
}

/** Whether a request shows the token, as `Authorization: Bearer …`. */
export function showsToken({ authorization }: IncomingMessage["headers"], token: string): boolean {
  const given = authorization === undefined ? undefined : /^Bearer +(.+)$/i.exec(authorization)?.[1];
  return isSecret(given, token);
}

/** HMAC-SHA256 in hexadecimal digits. */
export function signatureOf(body: Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

// Of one length whatever the text's: `timingSafeEqual` compares no others.
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
