import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { DocumentedAnswers, type GivenAnswer } from "./documented-answers.js";

const DOCUMENT = join(import.meta.dirname, "../../../../docs/openapi.json");

const MOST_TOLD = 20;

/** Notes every answer of a server, and the server's routes. */
export interface WatchedAnswers {
  /** `GET /api/v1/resources/:id` */
  routes: ReadonlySet<string>;
  /** @throws Error that tells every answer that was not as docs/openapi.json says */
  check(): Promise<void>;
}

/** Calls `start`, and watches the Fastify instance that it makes: nothing of it is told to the server itself. */
export async function watchAnswers<T>(start: () => Promise<T>): Promise<[T, WatchedAnswers]> {
  const answers: GivenAnswer[] = [];
  const routes = new Set<string>();
  const onServer = (message: unknown) => watch((message as { fastify: FastifyInstance }).fastify, answers, routes);
  subscribe("fastify.initialization", onServer);
  try {
    return [await start(), { routes, check: () => check(answers) }];
  } finally {
    unsubscribe("fastify.initialization", onServer);
  }
}

function watch(fastify: FastifyInstance, answers: GivenAnswer[], routes: Set<string>): void {
  const bodies = new WeakMap<FastifyReply, string[]>();
  fastify.addHook("onRoute", ({ method, url }) => {
    for (const each of [method].flat()) routes.add(`${each} ${url}`);
  });
  // The first of its kind, so that it sees what the others compress.
  fastify.addHook("onSend", async (_request, reply, payload) => {
    const body: string[] = [];
    bodies.set(reply, body);
    if (payload instanceof Readable && String(reply.getHeader("content-type")).includes("ndjson")) {
      return Readable.from(copy(payload, body), { objectMode: false });
    }
    if (typeof payload === "string" || payload instanceof Buffer) body.push(payload.toString());
    return payload;
  });
  fastify.addHook("onResponse", async (request: FastifyRequest, reply) => {
    answers.push({
      method: request.method,
      route: request.routeOptions.url,
      parameters: Object.keys(request.query as object),
      status: reply.statusCode,
      headers: reply.getHeaders(),
      body: bodies.get(reply)?.join("") ?? "",
    });
  });
}

async function* copy(stream: Readable, body: string[]): AsyncGenerator<string, void, undefined> {
  for await (const chunk of stream) {
    const text = String(chunk);
    if (body.length === 0) body.push(text);
    yield text;
  }
}

async function check(answers: readonly GivenAnswer[]): Promise<void> {
  const documented = new DocumentedAnswers(JSON.parse(await readFile(DOCUMENT, "utf8")) as Record<string, unknown>);
  const faults = answers.flatMap((answer) => {
    const { method, route, status } = answer;
    return documented.faultsOf(answer).map((fault) => `${method} ${route ?? "(no route)"} ${status}: ${fault}`);
  });
  if (faults.length === 0) return;
  const told = [...new Set(faults)].slice(0, MOST_TOLD).join("\n");
  throw new Error(`Answers that docs/openapi.json does not describe (\`npm run openapi\` writes it anew):\n${told}`);
}
