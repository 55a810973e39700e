const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;
/** What another origin may see of the headers. */
const HARMLESS = new Set(["accept", "accept-language", "user-agent"]);

/**
 * `fetch` that follows redirects of GET and HEAD and takes the client's own headers to no other origin: of all headers that carry
 * credentials, `fetch` itself would hold back `Authorization` and `Cookie` only.
 */
export async function fetchFollowing(
  url: URL,
  request: {
    method: string;
    headers: Headers;
    body: string | Uint8Array<ArrayBuffer> | undefined;
    signal: AbortSignal;
  },
): Promise<{ response: Response; url: URL }> {
  const { method, body, signal } = request;
  let { headers } = request;
  let at = url;
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(at, {
      method,
      headers,
      signal,
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    const location = response.headers.get("location");
    const isFollowed = REDIRECTS.has(response.status) && location !== null && (method === "GET" || method === "HEAD");
    if (!isFollowed || redirects === MOST_REDIRECTS) return { response, url: at };
    await response.body?.cancel();
    const target = new URL(location, at);
    if (target.origin !== at.origin) headers = harmless(headers);
    at = target;
  }
}

function harmless(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => HARMLESS.has(name)));
}
