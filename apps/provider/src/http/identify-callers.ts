import type { FastifyInstance, FastifyRequest } from "fastify";
import { UNKNOWN_PRINCIPAL, type Principal } from "../auth/principal.js";

/** Tells on whose behalf a request is made. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal>;

/** Sets `request.principal` of every request. */
export function identifyCallers(fastify: FastifyInstance, authenticate: Authenticate): void {
  fastify.decorateRequest("principal");
  fastify.addHook("onRequest", async (request) => {
    request.principal = UNKNOWN_PRINCIPAL;
    request.principal = await authenticate(request);
  });
}
