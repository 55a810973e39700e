import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { RateLimitedError } from "../../request-errors.js";

const WINDOW_MS = 60_000;

/** Counts a request. @throws RateLimitedError where there were too many; the answer then says when to try again */
export type CountRequest = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface RateLimits {
  /** By principal. */
  countRequest: CountRequest;
  /** By address. Good tokens are not counted, so that nobody is locked out by a neighbour behind the same proxy. */
  countFailure: CountRequest;
}

/** Limits to requests a minute; 0 is none. Each process counts for itself. */
export async function createRateLimits(
  fastify: FastifyInstance,
  { requests, failures }: { requests: number; failures: number },
): Promise<RateLimits> {
  await fastify.register(fastifyRateLimit, { global: false });

  const limit = (max: number, what: string, keyGenerator?: (request: FastifyRequest) => string): CountRequest => {
    if (max === 0) return async () => undefined;
    const count = fastify.createRateLimit({ max, timeWindow: WINDOW_MS, ...(keyGenerator && { keyGenerator }) });
    return async (request, reply) => {
      const counted = await count(request);
      if (counted.isAllowed || !counted.isExceeded) return;
      void reply.header("retry-after", String(Math.max(1, counted.ttlInSeconds)));
      throw new RateLimitedError(`At most ${max} ${what} a minute are answered`);
    };
  };
  return {
    countRequest: limit(requests, "requests of a token", ({ principal }) => principal.name),
    countFailure: limit(failures, "bad tokens of an address"),
  };
}
