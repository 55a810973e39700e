import type { FastifyInstance } from "fastify";

/** A connection whose request is answered while the server closes would be kept alive, and hold the closing up until it times out. */
export function releaseConnections(fastify: FastifyInstance): void {
  let isClosing = false;
  fastify.addHook("preClose", async () => {
    isClosing = true;
  });
  fastify.addHook("onSend", async (_request, reply) => {
    if (isClosing) void reply.header("connection", "close");
  });
}
