import { applyDecorators } from "@nestjs/common";
import { RouteConfig } from "@nestjs/platform-fastify";
import { ApiSecurity } from "@nestjs/swagger";
import type { FastifyInstance } from "fastify";
import type { ScopeName } from "../../auth/scopes.js";

/** Who may use a route: everybody, or holders of a token with one of the scopes. */
export type RouteAccess = "public" | readonly ScopeName[];

declare module "fastify" {
  interface FastifyContextConfig {
    /** Absent: nobody. */
    access?: RouteAccess;
  }
}

/** What the OpenAPI document calls the way in. */
export const TOKEN_SCHEME = "token";

/** Opens a route to principals with one of the scopes. A route without is closed to everybody. */
export function RequireScope(...anyOf: [ScopeName, ...ScopeName[]]): MethodDecorator {
  return applyDecorators(RouteConfig({ access: anyOf }), ...anyOf.map((scope) => ApiSecurity(TOKEN_SCHEME, [scope])));
}

/** Opens all routes that are registered on this instance from here on, and within it: for the files of the UI. */
export function openToAll(fastify: FastifyInstance): void {
  fastify.addHook("onRoute", (route) => {
    route.config = { ...route.config, access: "public" };
  });
}

/** What is read by people in browsers, which may send a token by HTTP Basic. */
export function isPage(url: string): boolean {
  return url === "/openapi.json" || url === "/docs" || url.startsWith("/docs/");
}

/** Access to the routes that are not of controllers here, by their path. */
export function accessByPath(url: string): RouteAccess | undefined {
  if (isPage(url)) return ["read"];
  switch (url) {
    case "/":
    case "/healthz":
    case "/readyz":
      return "public";
    case "/metrics":
      return ["metrics", "read"];
    default:
      return undefined;
  }
}
