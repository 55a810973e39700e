import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import helmet from "helmet";
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

/** The UI and Swagger UI set styles inline; their scripts are files. */
const PAGE_DIRECTIVES = { ...DIRECTIVES, styleSrc: ["'self'", "'unsafe-inline'"] };

declare module "fastify" {
  interface FastifyContextConfig {
    /** It answers with a page of the UI. */
    isUi?: boolean;
  }
}

/**
 * Sends headers that browsers keep to.
 * @param isOnLoopback then nobody speaks TLS to it, and a browser must not be told to
 */
export function sendSecurityHeaders(fastify: FastifyInstance, isOnLoopback: boolean): void {
  const withDirectives = (directives: typeof DIRECTIVES) =>
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives },
      strictTransportSecurity: isOnLoopback ? false : { maxAge: 31_536_000, includeSubDomains: false },
      referrerPolicy: { policy: "no-referrer" },
      xFrameOptions: { action: "deny" },
      // For other pages of the company that load the UI's images: there are none.
      crossOriginResourcePolicy: { policy: "same-origin" },
    });
  const [forPages, forOthers] = [PAGE_DIRECTIVES, DIRECTIVES].map((directives) =>
    headersOf(withDirectives(directives)),
  );
  fastify.addHook("onRequest", ({ routeOptions }, reply, done) => {
    const { url, config } = routeOptions;
    void reply.headers(config.isUi || (url !== undefined && isPage(url)) ? forPages! : forOthers!);
    done();
  });
}

/** What helmet sends is the same with every answer, so it is asked once. */
function headersOf(send: ReturnType<typeof helmet>): Record<string, string> {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  send(answer.req, answer, (error) => {
    if (error) throw error;
  });
  return answer.getHeaders() as Record<string, string>;
}
