import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { serveUi } from "./serve-ui.js";

describe(serveUi.name, () => {
  let folder: string;
  let fastify: FastifyInstance;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ui-"));
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), '<head><base href="/" /></head>');
    await writeFile(join(folder, "assets", "main-abc.js"), "main()");
    fastify = Fastify();
    await serveUi(fastify, folder);
    origin = await fastify.listen();
  });

  afterAll(async () => {
    await fastify.close();
    await rm(folder, { recursive: true });
  });

  it("serves the page under every path of its own, to be asked for again each time", async () => {
    for (const path of ["/", "/services", "/services/a%2Fb?tab=x", "/explorer/1", "/calculations/x/y"]) {
      const answer = await fetch(origin + path);
      expect([path, answer.status, answer.headers.get("cache-control")]).toEqual([path, 200, "no-cache"]);
      expect(await answer.text()).toContain('<base href="/" />');
    }
  });

  it("leaves every other path to others", async () => {
    for (const path of ["/api/v1/nothing", "/nothing", "/assets/none.js", "/assets/../../package.json"]) {
      expect([path, (await fetch(origin + path)).status]).toEqual([path, 404]);
    }
  });

  it("tells how its readers log in: by a token, unless it is known to an issuer", async () => {
    const answer = await fetch(`${origin}/login.json`);
    expect([answer.headers.get("cache-control"), await answer.json()]).toEqual(["no-cache", { kind: "token" }]);
  });

  it("lets files with a hash in their name be kept", async () => {
    const answer = await fetch(`${origin}/assets/main-abc.js`);
    expect(await answer.text()).toBe("main()");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-type")).toContain("javascript");
  });

  it.each([
    ["/tools/binnacle", "/tools/binnacle/"],
    ["/tools/", "/tools/"],
    ['/"><script>alert(1)</script>', "/"],
    ["//evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/a/../b?c", "/"],
  ])("takes the prefix %j of a proxy for %j", async (prefix, base) => {
    const answer = await fetch(`${origin}/services`, { headers: { "x-forwarded-prefix": prefix } });
    expect(await answer.text()).toBe(`<head><base href="${base}" /></head>`);
    expect(answer.headers.get("vary")).toContain("X-Forwarded-Prefix");
  });
});
