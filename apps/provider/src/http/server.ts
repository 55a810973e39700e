import { randomUUID } from "node:crypto";
import { isIPv6 } from "node:net";
import { MAX_MESSAGE_BYTES } from "@binnacle/contract";
import type { Logger, Metrics } from "@binnacle/platform";
import { NestLogger } from "@binnacle/platform";
import { NestFactory } from "@nestjs/core";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { connectionOptions } from "./access/connection-options.js";
import { secureServer, type SecurityOptions } from "./access/secure-server.js";
import { BODY_TYPES } from "./bodies/request-body.js";
import { answerConditionally } from "./caching/answer-conditionally.js";
import { letFinish } from "./bodies/let-finish.js";
import { compressAnswers } from "./compress-answers.js";
import { drainConnections } from "./drain-connections.js";
import { LineStreams } from "./listing/line-streams.js";
import { ListingAdapter } from "./listing/listing-adapter.js";
import { measureRequests } from "./measure-requests.js";
import { serveOpenApi } from "./openapi/serve-openapi.js";
import { ParametersPipe } from "./parameters/parameters.pipe.js";
import { parseQueryString } from "./parameters/query-string.js";
import { problem, type Problem } from "./problem.js";
import { ProblemFilter } from "./problem.filter.js";
import { sendProblem } from "./send-problem.js";
import { traceRequests } from "./trace-requests.js";
import { loginOfferOf } from "./ui/login-offer.js";
import { serveUi } from "./ui/serve-ui.js";
import { serveViews } from "./ui/serve-views.js";

/** The longest path segment that carries meaning: a receipt's id of 10,000 records, scattered among millions of lines. */
const MAX_PATH_SEGMENT = 32 * 1024;
/** 1,000 names of 512 code points, each of which may be written as two escapes. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const INTAKE_PATH = "/api/v1/records";

/**
 * A Nest application over Fastify that speaks the API, not listening yet.
 * @param ui folder of the built UI; without one `/` leads to the API's documentation
 * @param views folder of view plug-ins for the UI
 */
export async function createServer(
  module: object,
  options: SecurityOptions & { logger: Logger; metrics: Metrics; version: string },
  ui?: string | undefined,
  views?: string | undefined,
): Promise<NestFastifyApplication> {
  const { logger, metrics, version, environment } = options;
  const streams = new LineStreams(logger, metrics);
  const adapter = new ListingAdapter(streams, {
    ...connectionOptions(),
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: (address) => environment.BINNACLE_TRUSTED_PROXIES?.check(address, familyOf(address)) ?? false,
    genReqId: () => randomUUID(),
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, unreadableUrl(error.message)),
    routerOptions: { maxParamLength: MAX_PATH_SEGMENT, querystringParser: parseQueryString },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await secureServer(fastify, options);
  measureRequests(fastify, metrics);
  traceRequests(fastify);
  takeBodiesAsBytes(fastify);
  letFinish(fastify);
  answerConditionally(fastify);
  await compressAnswers(app);
  fastify.addHook("preClose", async () => streams.close());
  drainConnections(fastify);
  app.useGlobalPipes(new ParametersPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveOpenApi(app, version);
  if (ui === undefined) fastify.get("/", (_request, reply) => reply.redirect("/docs"));
  else {
    await serveUi(fastify, ui, loginOfferOf(environment));
    await serveViews(fastify, views);
  }
  return app;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

/** Fastify refuses a path that is not percent-encoded UTF-8 before it looks for a route. */
function unreadableUrl(detail: string): Problem {
  return problem(400, "INVALID_PARAMETER", detail, [{ path: "", detail }]);
}

/** Values must keep every digit, so no body is parsed before it is known what it holds. */
function takeBodiesAsBytes(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook("onRoute", (route) => {
    if (route.url === INTAKE_PATH) route.bodyLimit = MAX_MESSAGE_BYTES;
  });
  fastify.addContentTypeParser(BODY_TYPES, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}
