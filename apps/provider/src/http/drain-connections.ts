import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";

/** Answers under way get so long; well below what a process is given to end in, as other things close after this. */
const FINISH_MS = 5_000;

/**
 * Closing the server sends what is being answered, and then ends every connection. By itself, Node.js cuts off answers that are not sent
 * yet, but waits for connections on which no request ever came, which browsers open ahead of need, and for a reader who takes nothing.
 * Call it after all hooks that end streams when the server closes: it waits for them.
 */
export function drainConnections(fastify: FastifyInstance, finishMs = FINISH_MS): void {
  const { server } = fastify;
  const answers = new Set<ServerResponse>();
  let isClosing = false;
  server.on("request", (_request, answer: ServerResponse) => {
    answers.add(answer);
    answer.once("close", () => answers.delete(answer));
  });
  fastify.addHook("preClose", async () => {
    isClosing = true;
    const signal = AbortSignal.timeout(finishMs);
    await Promise.all([...answers].map((answer) => once(answer, "close", { signal }))).catch(() => undefined);
    server.on("connection", (socket) => socket.destroy());
    server.closeAllConnections();
  });
  fastify.addHook("onSend", (_request, reply, payload, done) => {
    if (isClosing) void reply.header("connection", "close");
    done(null, payload);
  });
}
