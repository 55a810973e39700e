import type { FastifyReply } from "fastify";
import { CHANGE_ID_HEADER } from "./changes/marked-for-changes.js";
import type { Problem } from "./problem.js";

const RETRIABLE = new Set([429, 503]);
const RETRY_AFTER_SECONDS = "2";

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (RETRIABLE.has(problem.status) && !reply.hasHeader("retry-after"))
    void reply.header("retry-after", RETRY_AFTER_SECONDS);
  // Set before it was known that there is nothing to go on from.
  void reply.removeHeader(CHANGE_ID_HEADER);
  // As bytes: to a text Fastify would add a charset, which this media type does not have.
  const body = Buffer.from(JSON.stringify(problem));
  void reply.status(problem.status).header("content-type", "application/problem+json").send(body);
}
