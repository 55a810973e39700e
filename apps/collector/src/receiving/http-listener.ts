import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "@binnacle/collector";
import { ConfigurationError } from "@binnacle/errors";
import { originOf } from "@binnacle/platform";
import { BodyFault, readBody } from "./read-body.js";

/** A request whose sender may send it, with its whole body, inflated. */
export interface ReceivedRequest {
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export interface Answer {
  status: number;
  contentType?: string;
  body?: string | Uint8Array;
}

/** What is done with POST requests to one path. */
export interface Route {
  path: string;
  /** Asked before the body is read: 401 where it says no. */
  authorize?: (headers: IncomingMessage["headers"]) => boolean;
  handle: (request: ReceivedRequest) => Promise<Answer>;
}

export interface HttpListenerOptions {
  host: string;
  port: number;
  routes: readonly Route[];
  /** Of a body, as it comes and inflated; 413 above. */
  maxBodyBytes: number;
  /** Requests at a time; 503 above. With `maxBodyBytes` it bounds the memory. */
  maxConcurrent: number;
  /** Hears of each request that was turned away for it. */
  turnedAway?: () => void;
  logger: Logger;
}

/** How long requests that are under way may take once the listener stops. */
const STOP_MS = 5_000;
/** How long the sender may take to send a request. */
const RECEIVE_MS = 15_000;
/** How often that is looked at. */
const CHECK_MS = 5_000;
const MAX_CONNECTIONS = 1_000;
const RETRY_AFTER_SECONDS = "5";

/** Takes POST requests in and answers what their route says; 500 where that throws. */
export class HttpListener {
  private readonly server: Server;
  private underWay = 0;
  private stopping = false;

  constructor(private readonly options: HttpListenerOptions) {
    const limits = { requestTimeout: RECEIVE_MS, headersTimeout: RECEIVE_MS, connectionsCheckingInterval: CHECK_MS };
    this.server = createServer(limits, (request, response) => void this.serve(request, response));
    // Of senders that say nothing: those that do are bounded by `maxConcurrent`.
    this.server.maxConnections = MAX_CONNECTIONS;
  }

  /**
   * Returns the origin at which it listens.
   * @throws ConfigurationError if it cannot listen there
   */
  async listen(): Promise<string> {
    const { host, port } = this.options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.server.once("error", reject);
    this.server.listen({ host, port }, resolve);
    try {
      await promise;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new ConfigurationError([`cannot listen on ${host} port ${port} (${code})`], { cause });
    }
    return originOf(this.server.address() as AddressInfo);
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.stopping = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    const timer = setTimeout(() => this.server.closeAllConnections(), STOP_MS);
    await promise;
    clearTimeout(timer);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.stopping || this.underWay >= this.options.maxConcurrent) {
      this.options.turnedAway?.();
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
      return refuse(response, 503, "is busy");
    }
    this.underWay++;
    try {
      await this.answer(request, response);
    } catch (error) {
      this.options.logger.error({ err: error }, "a request failed");
      refuse(response, 500, "failed");
    } finally {
      this.underWay--;
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? "").split("?", 1);
    const route = this.options.routes.find((known) => known.path === path);
    if (route === undefined) return refuse(response, 404, "there is nothing here");
    if (request.method !== "POST") {
      response.setHeader("Allow", "POST");
      return refuse(response, 405, "only POST is understood");
    }
    // A page that is open in a browser on this machine could reach a listener on loopback that asks for no token.
    if (request.headers.origin !== undefined) return refuse(response, 403, "web pages may not send here");
    if (route.authorize?.(request.headers) === false) {
      response.setHeader("WWW-Authenticate", "Bearer");
      return refuse(response, 401, "the secret is missing or wrong");
    }
    let body: Buffer;
    try {
      body = await readBody(request, this.options.maxBodyBytes);
    } catch (error) {
      // A sender that is gone needs no answer.
      if (!(error instanceof BodyFault)) return void response.destroy();
      return refuse(response, error.status, error.message);
    }
    const {
      status,
      contentType = "application/json",
      body: answer = "{}",
    } = await route.handle({
      headers: request.headers,
      body,
    });
    if (status === 503) response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    if (this.stopping) response.setHeader("Connection", "close");
    response.writeHead(status, { "Content-Type": contentType }).end(answer);
  }
}

/** The connection is closed: what is left of the body is not worth reading. */
function refuse(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "Content-Type": "application/json", Connection: "close" });
  response.end(JSON.stringify({ status, detail: reason }));
}
