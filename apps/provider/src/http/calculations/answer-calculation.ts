import type { FastifyReply, FastifyRequest } from "fastify";
import type { CalculationService } from "../../calculations/calculation-service.js";

/** Runs a calculation for as long as the client waits, and says how long its result may be used. */
export async function answerCalculation(
  calculations: CalculationService,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Buffer | undefined> {
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  try {
    const answer = await calculations.compute(name, request.query as Record<string, unknown>, gone.signal);
    const seconds = Math.floor(calculations.freshForMillis(answer) / 1000);
    void reply.header("cache-control", `private, max-age=${seconds}`).header("etag", answer.etag);
    return answer.json;
  } catch (error) {
    // Nobody is there to be told.
    if (gone.signal.aborted) return undefined;
    throw error;
  }
}
