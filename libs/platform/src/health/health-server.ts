import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "@binnacle/errors";
import type { Logger } from "../logging/logger.js";
import { HEALTH_PATHS, type Health } from "./health.js";

/** Answers the health paths of a process that has no API: `node:http` alone, a few hundred KB. */
export class HealthServer {
  private readonly server: Server;

  constructor(
    private readonly health: Health,
    private readonly logger: Logger,
  ) {
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.requestTimeout = 10_000;
  }

  /**
   * Port 0 picks a free one. Returns the origin to reach it at.
   * @throws ConfigurationError when it cannot listen there
   */
  async listen(host: string, port: number): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.server.once("error", reject);
    this.server.listen({ host, port }, resolve);
    try {
      await promise;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new ConfigurationError([`BINNACLE_HEALTH_PORT: cannot listen on ${host} port ${port} (${code})`], {
        cause,
      });
    }
    return originOf(this.server.address() as AddressInfo);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    this.server.closeAllConnections();
    await promise;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    const [requested] = (request.url ?? "").split("?", 1);
    const path = HEALTH_PATHS.find((known) => known === requested);
    if (path === undefined) return refuse(response, 404, "NOT_FOUND", "Not found");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return refuse(response, 405, "METHOD_NOT_ALLOWED", "Method not allowed");
    }
    try {
      const { status, contentType, body } = await this.health.answer(path);
      response.writeHead(status, { "Content-Type": contentType, "Cache-Control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : body);
    } catch (error) {
      this.logger.error({ err: error, path }, "health request failed");
      refuse(response, 500, "INTERNAL", "Internal error");
    }
  }
}

/** Where others on this machine reach a listening socket: a wildcard address stands for loopback. */
export function originOf({ address, family, port }: AddressInfo): string {
  if (family === "IPv6") return `http://[${address === "::" ? "::1" : address}]:${port}`;
  return `http://${address === "0.0.0.0" ? "127.0.0.1" : address}:${port}`;
}

function refuse(response: ServerResponse, status: number, code: string, title: string): void {
  response.writeHead(status, { "Content-Type": "application/problem+json" });
  response.end(JSON.stringify({ type: `urn:binnacle:${code}`, title, status, code }));
}
