import { hash } from "node:crypto";
import { HEALTH_PATHS } from "@binnacle/platform";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** 132 bits. SHA-256 costs 43 µs for a page of 70 KB here, SHA-1 no less. */
const DIGEST_LENGTH = 22;
const VARY_BY_TOKEN = "accept-encoding, authorization";

/**
 * Says of every answer how it may be cached, and answers 304 where the client has the very content. A tag is weak, since the same
 * one stands for the content compressed and not. Streams have none: they would have to be read to their end first.
 */
export function answerConditionally(fastify: FastifyInstance): void {
  fastify.addHook("onSend", (request, reply, payload, done) => done(null, conditional(request, reply, payload)));
}

function conditional(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const isContent = isRead(request) && reply.statusCode === 200 && !isAboutTheProcess(request);
  if (!reply.hasHeader("cache-control"))
    void reply.header("cache-control", isContent ? "private, no-cache" : "no-store");
  if (!isContent) return payload;
  // What was kept for one token is not for another one, nor for nobody, however fresh it is.
  if (!reply.hasHeader("vary")) void reply.header("vary", isForAll(request) ? "accept-encoding" : VARY_BY_TOKEN);
  if (!(typeof payload === "string" || payload instanceof Buffer)) return payload;
  // Made bytes of once, here: a text would be made bytes of again by all that follows.
  const content = typeof payload === "string" ? Buffer.from(payload) : payload;
  const tag = givenTag(reply) ?? hash("sha256", content, "base64url").slice(0, DIGEST_LENGTH);
  void reply.header("etag", `W/"${tag}"`);
  if (!namesTag(request.headers["if-none-match"], tag)) return content;
  void reply.code(304).removeHeader("content-type").removeHeader("content-length");
  // Fastify makes the answer to HEAD of what GET would send.
  return request.method === "HEAD" ? content : null;
}

/** The tag of an answer that knows better than its bytes what is the same, such as one that tells when it was made. */
function givenTag(reply: FastifyReply): string | undefined {
  return reply.getHeader("etag")?.toString().slice('W/"'.length, -1);
}

function isForAll({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.access === "public";
}

function isRead({ method }: FastifyRequest): boolean {
  return method === "GET" || method === "HEAD";
}

function isAboutTheProcess({ routeOptions }: FastifyRequest): boolean {
  const { url } = routeOptions;
  return HEALTH_PATHS.some((path) => path === url);
}

/** Whether an `If-None-Match` names the tag, compared weakly (RFC 9110, 13.1.2). Tags of ours hold no comma. */
function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((part) => {
    const given = part.trim();
    return given === "*" || given.replace(/^W\//, "") === `"${tag}"`;
  });
}
