import type { Metrics } from "@binnacle/platform";
import type { FastifyInstance } from "fastify";

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times requests by route template, never by path: the number of series stays that of the routes. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  const seconds = metrics.histogram({
    name: "binnacle_provider_request_seconds",
    help: "Time from a request's head to the end of its answer",
    labels: ["method", "route", "status"],
    buckets: BUCKETS,
  });
  fastify.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}
