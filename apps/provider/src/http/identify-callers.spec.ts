import Fastify from "fastify";
import { describe, expect, it } from "@jest/globals";
import { LOCAL_PRINCIPAL, UNKNOWN_PRINCIPAL } from "../auth/principal.js";
import { identifyCallers } from "./identify-callers.js";

describe(identifyCallers.name, () => {
  it("says of every request on whose behalf it is made, also of one to no route", async () => {
    const fastify = Fastify();
    identifyCallers(fastify, async ({ headers }) => (headers["x-local"] ? LOCAL_PRINCIPAL : UNKNOWN_PRINCIPAL));
    fastify.setNotFoundHandler((request) => ({ name: request.principal.name }));
    fastify.get("/", (request) => ({ name: request.principal.name }));
    const origin = await fastify.listen();
    const nameAt = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`${origin}${path}`, { headers })).json();
    expect(await nameAt("/", { "x-local": "1" })).toEqual({ name: "local" });
    expect(await nameAt("/")).toEqual({ name: "anonymous" });
    expect(await nameAt("/nothing", { "x-local": "1" })).toEqual({ name: "local" });
    await fastify.close();
  });
});
