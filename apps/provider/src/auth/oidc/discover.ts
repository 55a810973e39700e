import { isLoopback } from "../../http/host-guard.js";

const FETCH_TIMEOUT_MS = 5_000;

/** What an issuer says of itself that is needed here. */
export interface Discovery {
  /** Where it keeps its keys. */
  keys: string;
  /** Where a page exchanges a code for tokens; `undefined` where the issuer logs nobody in. */
  tokenEndpoint: string | undefined;
}

/** Asks an issuer for its metadata (OpenID Connect Discovery 1.0). */
export async function discover(issuer: string): Promise<Discovery> {
  const document = (await getJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`)) as {
    issuer?: unknown;
    jwks_uri?: unknown;
    token_endpoint?: unknown;
  } | null;
  if (document?.issuer !== issuer) throw new Error(`it calls itself ${JSON.stringify(document?.issuer)}`);
  const { jwks_uri: keys, token_endpoint: endpoint } = document;
  if (typeof keys !== "string" || !isConfidential(keys)) throw new Error("its jwks_uri is no https URL");
  return { keys, tokenEndpoint: typeof endpoint === "string" && isConfidential(endpoint) ? endpoint : undefined };
}

export async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url} answers ${response.status}`);
  }
  return response.json();
}

/** Whether nobody on the way can change what comes from a URL: by TLS, or because there is no way. */
export function isConfidential(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}
