import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A local server that gives the answers that a test tells it to give. */
export class AnsweringServer {
  /** What it was asked, in order. */
  readonly requests: IncomingMessage[] = [];
  private answers: Answer[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AnsweringServer> {
    const server = createServer((request, response) => {
      answering.requests.push(request);
      const { answers } = answering;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(response, request);
    });
    const answering = new AnsweringServer(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return answering;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next answers, in order; the last is given to all further requests. */
  answerWith(...answers: Answer[]): void {
    this.answers = answers;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function json(value: unknown, headers: Record<string, string> = {}): Answer {
  return (response) =>
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

export function status(code: number, body = "", headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end(body);
}

export function redirect(location: string): Answer {
  return (response) => response.writeHead(302, { location }).end();
}
