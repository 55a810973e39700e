import fastifyHelmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import { isPage } from "./route-access.js";

const SELF = ["'self'"];
const NONE = ["'none'"];

/** Scripts and styles are files of this server; nothing is inline, and no other page may frame it. */
const DIRECTIVES = {
  defaultSrc: NONE,
  scriptSrc: SELF,
  styleSrc: SELF,
  imgSrc: ["'self'", "data:"],
  fontSrc: SELF,
  connectSrc: SELF,
  manifestSrc: SELF,
  formAction: SELF,
  // The UI says by its base what path it is reached under.
  baseUri: SELF,
  frameAncestors: NONE,
};

const policy = (directives: typeof DIRECTIVES) => ({ contentSecurityPolicy: { useDefaults: false, directives } });

/** For the UI and Swagger UI, which set styles inline; their scripts are files. */
export const PAGE_POLICY = policy({ ...DIRECTIVES, styleSrc: ["'self'", "'unsafe-inline'"] });

/**
 * Sends headers that browsers keep to.
 * @param isOnLoopback then nobody speaks TLS to it, and a browser must not be told to
 */
export async function sendSecurityHeaders(fastify: FastifyInstance, isOnLoopback: boolean): Promise<void> {
  fastify.addHook("onRoute", (route) => {
    if (isPage(route.url)) route.helmet = PAGE_POLICY;
  });
  await fastify.register(fastifyHelmet, {
    ...policy(DIRECTIVES),
    strictTransportSecurity: isOnLoopback ? false : { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
    // For other pages of the company that load the UI's images: there are none.
    crossOriginResourcePolicy: { policy: "same-origin" },
  });
}
