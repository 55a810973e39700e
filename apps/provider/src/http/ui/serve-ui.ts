import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fastifyStatic } from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { openToAll } from "../access/route-access.js";
import { IssuerOrigins } from "../../auth/oidc/issuer-origins.js";
import type { LoginOffer } from "./login-offer.js";

/** What a proxy that strips a path prefix says of it, as Traefik and Spring do. Anything but plain path segments is not believed. */
const PREFIX = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?$/;
const POLICY = "content-security-policy";
const BASE = '<base href="/" />';

/**
 * Serves the built UI: its files under their names, its page under every other path that a browser opens, so that deep links work.
 * Files with a hash in their name never change and are kept; the page is asked for again each time.
 * @param login how its readers log in, which `login.json` tells the page
 */
export async function serveUi(
  fastify: FastifyInstance,
  directory: string,
  login: LoginOffer = { kind: "token" },
): Promise<void> {
  const page = await readFile(join(directory, "index.html"), "utf8");
  // Not awaited: that would load what was registered before, which then knows nothing of the error handler to come.
  void fastify.register(async (files) => {
    openToAll(files);
    await files.register(fastifyStatic, {
      root: directory,
      index: false,
      wildcard: false,
      setHeaders: (reply, path) => {
        reply.header(
          "cache-control",
          path.includes("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
        );
      },
    });
  });
  fastify.get("/login.json", { config: { access: "public" } }, (_request, reply) =>
    reply.header("cache-control", "no-cache").send(login),
  );
  const issuer = login.kind === "oidc" ? new IssuerOrigins(login.issuer) : undefined;
  const sendPage = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (issuer) allowConnections(reply, await issuer.find());
    return reply
      .header("cache-control", "no-cache")
      .header("vary", "X-Forwarded-Prefix")
      .type("text/html; charset=utf-8")
      .send(page.replace(BASE, `<base href="${prefixOf(request)}" />`));
  };
  for (const path of UI_PATHS) fastify.get(path, { config: { access: "public", isUi: true } }, sendPage);
}

/** The paths of the UI's own pages. */
const UI_PATHS = [
  "/",
  "/login",
  "/services",
  "/services/*",
  "/explorer",
  "/explorer/*",
  "/compare",
  "/impact",
  "/pipeline",
  "/calculations",
  "/calculations/*",
];

/** Lets the page ask the issuer for tokens, and nobody else. */
function allowConnections(reply: FastifyReply, origins: readonly string[]): void {
  const policy = String(reply.getHeader(POLICY) ?? "");
  void reply.header(
    POLICY,
    policy.replace(/connect-src 'self'/, (directive) => [directive, ...origins].join(" ")),
  );
}

function prefixOf(request: FastifyRequest): string {
  const header = request.headers["x-forwarded-prefix"];
  if (typeof header !== "string" || !PREFIX.test(header)) return "/";
  return header.endsWith("/") ? header : `${header}/`;
}
