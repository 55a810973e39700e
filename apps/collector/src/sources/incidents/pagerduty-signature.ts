import { isSecret, signatureOf } from "../../receiving/secrets.js";

/** The header with the signatures, by each of the subscription's secrets. */
export const PAGERDUTY_SIGNATURE = "x-pagerduty-signature";

/** Whether one of the signatures (`v1=…,v1=…`) is by one of the secrets: https://developer.pagerduty.com/docs/verifying-webhook-signatures. */
export function isSigned(body: Uint8Array, header: string | string[] | undefined, secrets: readonly string[]): boolean {
  const given = [header ?? []].flat().flatMap((value) => value.split(",").map((signature) => signature.trim()));
  const expected = secrets.map((secret) => `v1=${signatureOf(body, secret)}`);
  // All are compared, so that how long it takes does not tell which fits.
  return expected.filter((one) => given.filter((each) => isSecret(each, one)).length > 0).length > 0;
}
