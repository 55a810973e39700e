import type { Logger } from "@binnacle/platform";
import type { FastifyInstance } from "fastify";
import type { AuthEnvironment } from "../../auth/auth-environment.js";
import type { Authenticator } from "../../auth/authenticator.js";
import { requireLoopbackHost } from "../host-guard.js";
import { allowOrigins } from "./allow-origins.js";
import { refuseForeignPages } from "./foreign-pages.js";
import { guardRoutes } from "./guard-routes.js";
import { createRateLimits } from "./rate-limits.js";
import { sendSecurityHeaders } from "./security-headers.js";

export interface SecurityOptions {
  environment: AuthEnvironment;
  /** None where everybody may do everything: on loopback. */
  authenticator: Authenticator | undefined;
  logger: Logger;
}

/** Puts everything that stands between the network and the routes in its order, before there are routes. */
export async function secureServer(fastify: FastifyInstance, options: SecurityOptions): Promise<void> {
  const { environment, authenticator, logger } = options;
  const { BINNACLE_CORS_ORIGINS: origins = [], BINNACLE_RATE_LIMIT, BINNACLE_AUTH_FAILURE_LIMIT } = environment;
  sendSecurityHeaders(fastify, !authenticator);
  if (!authenticator) {
    fastify.addHook("onRequest", ({ headers }, _reply, done) => {
      requireLoopbackHost(headers.host);
      done();
    });
  }
  await allowOrigins(fastify, origins);
  refuseForeignPages(fastify, origins);
  const limits = await createRateLimits(fastify, {
    requests: BINNACLE_RATE_LIMIT,
    failures: BINNACLE_AUTH_FAILURE_LIMIT,
  });
  guardRoutes(fastify, { authenticator, limits, logger });
}
