import type { Logger } from "@binnacle/platform";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ForbiddenError, UnauthenticatedError } from "../../auth/auth-errors.js";
import type { Authenticator } from "../../auth/authenticator.js";
import { LOCAL_PRINCIPAL, UNKNOWN_PRINCIPAL, type Principal } from "../../auth/principal.js";
import type { ScopeName } from "../../auth/scopes.js";
import type { RateLimits } from "./rate-limits.js";
import { readToken } from "./read-token.js";
import { accessByPath, isPage } from "./route-access.js";

export interface GuardOptions {
  /** None: everybody may do everything that anybody may. */
  authenticator: Authenticator | undefined;
  limits: RateLimits;
  logger: Logger;
}

const BEARER = 'Bearer realm="binnacle"';
const BASIC = 'Basic realm="binnacle: any name, and a token for password", charset="UTF-8"';

/**
 * Lets requests through to their routes: it sets `request.principal`, and a route that does not say who may use it is closed to all.
 * It works before a body is read. Routes that are not there need a token too, so that nobody learns which are.
 */
export function guardRoutes(fastify: FastifyInstance, options: GuardOptions): void {
  const { authenticator, limits, logger } = options;
  fastify.decorateRequest("principal");
  fastify.decorateRequest("mayGoOn");

  fastify.addHook("onRoute", (route) => {
    const access = route.config?.access ?? accessByPath(route.url);
    if (access) route.config = { ...route.config, access };
  });

  fastify.addHook("onRequest", async (request, reply) => {
    request.principal = UNKNOWN_PRINCIPAL;
    const access = request.routeOptions.config.access;
    if (access === "public") return;
    request.principal = authenticator ? await identify(request, reply, authenticator) : LOCAL_PRINCIPAL;
    request.mayGoOn = authenticator && (() => mayGoOn(request, authenticator));
    if (authenticator) await limits.countRequest(request, reply);
    if (!request.is404) requireScope(request, reply, access);
  });

  async function identify(
    request: FastifyRequest,
    reply: FastifyReply,
    authenticator: Authenticator,
  ): Promise<Principal> {
    const { url = "" } = request.routeOptions;
    try {
      return await authenticator.authenticate(readToken(request.headers.authorization, isPage(url)));
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) throw error;
      const { reason, message } = error;
      if (reason) {
        await limits.countFailure(request, reply);
        logger.warn(
          { address: request.ip, method: request.method, route: url, reason: message },
          "a token was refused",
        );
      }
      const bearer = reason ? `${BEARER}, error="${reason}", error_description="${message}"` : BEARER;
      void reply.header("www-authenticate", isPage(url) ? [bearer, BASIC] : bearer);
      throw error;
    }
  }

  async function mayGoOn({ headers, routeOptions }: FastifyRequest, authenticator: Authenticator): Promise<boolean> {
    const { access } = routeOptions.config;
    try {
      const token = readToken(headers.authorization, isPage(routeOptions.url ?? ""));
      const { scopes } = await authenticator.authenticate(token);
      return access !== "public" && (access ?? []).some((scope) => scopes.has(scope));
    } catch (error) {
      // Whether it is good may not be found out now.
      return !(error instanceof UnauthenticatedError);
    }
  }

  function requireScope(request: FastifyRequest, reply: FastifyReply, access: readonly ScopeName[] = []): void {
    const { principal, method, routeOptions } = request;
    if (access.some((scope) => principal.scopes.has(scope))) return;
    logger.info({ principal: principal.name, method, route: routeOptions.url, needs: access }, "a request was refused");
    void reply.header("www-authenticate", `${BEARER}, error="insufficient_scope", scope="${access.join(" ")}"`);
    throw new ForbiddenError(
      access.length === 0 ? "Nobody may use this" : `This needs a token with the scope ${access.join(" or ")}`,
    );
  }
}
