import { HEALTH_PATHS } from "@binnacle/platform";
import {
  context,
  isSpanContextValid,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
} from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";

const TRACER = trace.getTracer("@binnacle/provider");

/**
 * Makes a span of every request, a part of the caller's trace if it names one. Paths hold names of the catalog, so spans are named by
 * route.
 */
export function traceRequests(fastify: FastifyInstance): void {
  const contexts = new WeakMap<FastifyRequest, Context>();
  fastify.addHook("onRequest", (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const route = routeOptions.url;
    if (HEALTH_PATHS.some((path) => path === route)) return done();
    const caller = propagation.extract(context.active(), headers);
    const attributes = { "http.request.method": method, ...(route !== undefined && { "http.route": route }) };
    const span = TRACER.startSpan(`${method} ${route ?? ""}`.trimEnd(), { kind: SpanKind.SERVER, attributes }, caller);
    // Nothing is traced in this process.
    if (!isSpanContextValid(span.spanContext())) return done();
    const inSpan = trace.setSpan(caller, span);
    contexts.set(request, inSpan);
    context.with(inSpan, done);
  });
  // What reads a body calls on from the socket's events, which are of no request.
  fastify.addHook("preValidation", (request, _reply, done) => {
    const inSpan = contexts.get(request);
    if (inSpan) context.with(inSpan, done);
    else done();
  });
  fastify.addHook("onResponse", (request, { statusCode }, done) => {
    const inSpan = contexts.get(request);
    const span = inSpan && trace.getSpan(inSpan);
    span?.setAttribute("http.response.status_code", statusCode);
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
