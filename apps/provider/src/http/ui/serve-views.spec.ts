import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ConfigurationError } from "@binnacle/errors";
import Fastify, { type FastifyInstance } from "fastify";
import { serveUi } from "./serve-ui.js";
import { serveViews } from "./serve-views.js";

describe(serveViews.name, () => {
  let folder: string;
  const opened: FastifyInstance[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "views-"));
    await writeFile(join(folder, "index.html"), "<head></head>");
    await writeFile(join(folder, "views.json"), '{"views": []}');
    await writeFile(join(folder, "health.js"), "export default {}");
    await writeFile(join(folder, ".secret"), "secret");
  });

  afterAll(async () => {
    for (const fastify of opened) await fastify.close();
    await rm(folder, { recursive: true });
  });

  async function serve(directory: string | undefined): Promise<string> {
    const fastify = Fastify();
    opened.push(fastify);
    await serveUi(fastify, folder);
    await serveViews(fastify, directory);
    return fastify.listen();
  }

  it("serves the modules of a folder beside the UI, as modules and not to be kept", async () => {
    const origin = await serve(folder);
    const answer = await fetch(`${origin}/views/health.js`);
    expect(await answer.text()).toBe("export default {}");
    expect(answer.headers.get("content-type")).toContain("javascript");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    for (const path of ["/views/.secret", "/views/none.js", "/views/", "/views/..%2Fpackage.json"])
      expect([path, (await fetch(origin + path)).ok]).toEqual([path, false]);
  });

  it("serves an empty list where no folder is named", async () => {
    const origin = await serve(undefined);
    expect(await (await fetch(`${origin}/views/views.json`)).json()).toEqual({ views: [] });
  });

  it.each([
    ["is no JSON", "{"],
    ["names no views", '{"view": []}'],
    ["is null", "null"],
  ])("refuses a folder whose list %s", async (_, text) => {
    const other = await mkdtemp(join(tmpdir(), "views-"));
    await writeFile(join(other, "views.json"), text);
    await expect(serve(other)).rejects.toThrow(ConfigurationError);
    await expect(serve(other)).rejects.toThrow("BINNACLE_VIEWS");
    await rm(other, { recursive: true });
  });

  it("refuses a folder that is not there", async () => {
    await expect(serve(join(folder, "none"))).rejects.toThrow("BINNACLE_VIEWS");
  });
});
