import fastifyCors from "@fastify/cors";
import type { FastifyInstance } from "fastify";

const HOUR_S = 3_600;

/** Lets pages of these origins call the API, with a token that they hold: credentials of the browser are never asked for. */
export async function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await fastify.register(fastifyCors, {
    origin: [...origins],
    methods: ["GET", "HEAD", "POST", "DELETE"],
    allowedHeaders: ["authorization", "content-type", "content-encoding", "accept", "if-none-match", "last-event-id"],
    exposedHeaders: ["etag", "retry-after", "www-authenticate", "x-change-id", "x-is-partial"],
    maxAge: HOUR_S,
    strictPreflight: false,
  });
}
