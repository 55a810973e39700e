import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a source was asked. */
export interface AskedRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Answering = (request: AskedRequest, response: ServerResponse) => void;

/** A server on loopback that answers as a test wants a source to answer, and remembers what it was asked. */
export class SourceServer {
  readonly requests: AskedRequest[] = [];
  /** Can be changed amid a test. */
  answer: Answering;
  private readonly server = createServer((request, response) => void this.handle(request, response));

  private constructor(answer: Answering) {
    this.answer = answer;
  }

  static async start(answer: Answering): Promise<SourceServer> {
    const started = new SourceServer(answer);
    await new Promise<void>((resolve) => started.server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    this.requests.push(asked);
    this.answer(asked, response);
  }
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  content: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): void {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

/** How a source can fail: each answers so, whatever it is asked, and the run's report holds `says`. */
export const SOURCE_FAULTS: readonly { fault: string; says: RegExp; answer: Answering }[] = [
  {
    fault: "expired credentials",
    says: /401 Unauthorized/,
    answer: (_, response) => sendJson(response, { message: "Bad credentials" }, { status: 401 }),
  },
  {
    fault: "a limit that lasts longer than the run",
    says: /429 Too Many Requests/,
    answer: (_, response) =>
      sendJson(response, { message: "slow down" }, { status: 429, headers: { "retry-after": "86400" } }),
  },
  {
    fault: "errors of its own",
    says: /503 Service Unavailable/,
    answer: (_, response) => sendJson(response, { message: "down" }, { status: 503 }),
  },
  {
    fault: "an answer that is cut off",
    says: /cut off/,
    answer: (_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('[{"id": 1}', () => response.destroy());
    },
  },
  {
    fault: "an answer that is no JSON",
    says: /Sign in/,
    answer: (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>"),
  },
];
