import type { FastifyInstance, FastifyRequest } from "fastify";
import { ForbiddenError } from "../../auth/auth-errors.js";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what a page of another origin makes a browser send. It could not read the answer, but a form or a simple request reaches
 * the server without being asked for, from inside the company's network or from this very machine.
 */
export function refuseForeignPages(fastify: FastifyInstance, allowedOrigins: readonly string[]): void {
  fastify.addHook("onRequest", (request, _reply, done) => {
    const { origin } = request.headers;
    const isAllowed = origin !== undefined && allowedOrigins.includes(origin);
    if (!isAllowed && isForeign(request)) done(new ForbiddenError("Pages of other origins may not use this server"));
    else done();
  });
}

/** Where a browser says itself how the page is related, that decides: proxies change hosts, pages cannot set this. */
function isForeign({ method, headers }: FastifyRequest): boolean {
  const { origin, host = "", "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination } = headers;
  if (site !== undefined) {
    const isFollowedLink = method === "GET" && mode === "navigate" && destination === "document";
    return site !== "same-origin" && site !== "none" && !isFollowedLink;
  }
  return origin !== undefined && !SAFE_METHODS.has(method) && !isOrigin(origin, host);
}

function isOrigin(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host: named } = new URL(origin);
  const own = `${protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === named;
}
