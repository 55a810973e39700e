import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";

/** What is read of a body that nobody wants; several times what may be sent. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Answers a request that is refused once its body was read to its end, and forgotten. Most clients send all of it before they look for
 * an answer, and never see one that comes before: if the connection is to close, it closes on what they still send. It takes no
 * longer than a request may.
 */
export function letFinish(fastify: FastifyInstance): void {
  fastify.addHook("onSend", async ({ raw }, reply, payload) => {
    if (reply.statusCode >= 400 && !raw.complete) await forgetRest(raw);
    return payload;
  });
}

async function forgetRest(request: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = MOST_BYTES;
  request.on("data", ({ length }: Buffer) => {
    left -= length;
    if (left < 0) resolve();
  });
  for (const event of ["end", "close", "error"]) request.once(event, () => resolve());
  request.resume();
  if (!request.destroyed) await promise;
}
