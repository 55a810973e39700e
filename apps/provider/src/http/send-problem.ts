import type { FastifyReply } from "fastify";
import type { Problem } from "./problem.js";

const RETRY_AFTER_SECONDS = "2";

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.status === 503) void reply.header("retry-after", RETRY_AFTER_SECONDS);
  // As bytes: to a text Fastify would add a charset, which this media type does not have.
  const body = Buffer.from(JSON.stringify(problem));
  void reply.status(problem.status).header("content-type", "application/problem+json").send(body);
}
