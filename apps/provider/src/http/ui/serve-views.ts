import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ConfigurationError } from "@binnacle/errors";
import { fastifyStatic } from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { openToAll } from "../access/route-access.js";

const LIST = "views.json";

/**
 * Serves a folder of view plug-ins under `/views/`, to be asked for again each time, so that a view is changed by changing its file.
 * @param directory holds `views.json`, which names the modules; without one there are no views
 * @throws ConfigurationError where there is no such list
 */
export async function serveViews(fastify: FastifyInstance, directory: string | undefined): Promise<void> {
  if (directory !== undefined) await requireList(directory);
  // Not awaited, as in serveUi.
  void fastify.register(async (files) => {
    openToAll(files);
    if (directory === undefined) {
      files.get(`/views/${LIST}`, (_request, reply) => reply.header("cache-control", "no-cache").send({ views: [] }));
      return;
    }
    await files.register(fastifyStatic, {
      root: resolve(directory),
      prefix: "/views/",
      index: false,
      decorateReply: false,
      dotfiles: "ignore",
      cacheControl: false,
      setHeaders: (reply) => reply.header("cache-control", "no-cache"),
    });
  });
}

async function requireList(directory: string): Promise<void> {
  const path = join(directory, LIST);
  try {
    const list = JSON.parse(await readFile(path, "utf8")) as { views?: unknown } | null;
    if (Array.isArray(list?.views)) return;
  } catch (error) {
    throw new ConfigurationError([`BINNACLE_VIEWS must be a folder with ${LIST}: ${(error as Error).message}`]);
  }
  throw new ConfigurationError([`BINNACLE_VIEWS must be a folder with ${LIST}, and ${path} has no array "views"`]);
}
