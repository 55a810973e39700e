import { type ArgumentsHost, Catch, type ExceptionFilter } from "@nestjs/common";
import type { Logger } from "@binnacle/platform";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "./problem.js";
import { problemOf } from "./problem-of.js";
import { sendProblem } from "./send-problem.js";

/** Turns every error into a problem (RFC 9457), whether it is ours, Nest's or Fastify's. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const told = problemOf(error) ?? this.unforeseen(request);
    if (told.status >= 500) {
      const { method, url, id } = request;
      // Without the query, where people put what they should not.
      const [path] = url.split("?", 1);
      this.logger.error({ err: error, method, path, requestId: id, status: told.status }, "request failed");
    }
    if (!reply.sent) sendProblem(reply, told);
  }

  private unforeseen({ id }: FastifyRequest) {
    return problem(500, "UNAVAILABLE", `Something went wrong here; the log tells what, for request ${id}`);
  }
}
