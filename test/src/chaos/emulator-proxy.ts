import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/**
 * What becomes of a request. `lose answer`: done, but the caller never hears of it; `stall`: neither done nor answered;
 * `forget`: answered as done, but not done, which SQS may do with a deletion.
 */
export type Fate = "pass" | "5xx" | "hang up" | "lose answer" | "stall" | "forget";

/** Stands before the emulator and makes the faults that the emulator cannot. */
export class EmulatorProxy {
  /** Decides on each request; the action is `ReceiveMessage`, `DeleteMessageBatch`, `PublishBatch` and so on. */
  fate: (action: string) => Fate = () => "pass";
  /** What is received comes again after so many seconds, where the caller asked for the sink's 30. */
  visibilitySeconds: number | undefined;
  readonly fates = new Map<string, number>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
    readonly endpoint: string,
  ) {}

  static async start(target: string): Promise<EmulatorProxy> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const proxy = new EmulatorProxy(server, target, `http://127.0.0.1:${port}`);
    server.on("request", (request, response) => {
      proxy.serve(request, response).catch(() => response.destroy());
    });
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const action = actionOf(request, body);
    const fate = this.fate(action);
    if (fate !== "pass") this.fates.set(fate, (this.fates.get(fate) ?? 0) + 1);
    switch (fate) {
      case "5xx":
        response
          .writeHead(503, { "content-type": "application/x-amz-json-1.0" })
          .end('{"__type":"ServiceUnavailable"}');
        return;
      case "hang up":
        request.socket.resetAndDestroy();
        return;
      case "forget":
        response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(allDeleted(body));
        return;
      case "stall":
        return;
      case "pass":
      case "lose answer":
        this.pass(request, this.shorten(body), response, fate);
    }
  }

  private pass(request: IncomingMessage, body: Buffer, response: ServerResponse, fate: "pass" | "lose answer"): void {
    const { method, url } = request;
    const headers = { ...request.headers, "content-length": String(body.length) };
    const onward = forward(new URL(url ?? "/", this.target), { method, headers }, (answer) => {
      if (fate === "lose answer") {
        answer.resume();
        request.socket.resetAndDestroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    onward.end(body);
  }

  private shorten(body: Buffer): Buffer {
    const seconds = this.visibilitySeconds;
    if (seconds === undefined) return body;
    return Buffer.from(body.toString().replaceAll(/"VisibilityTimeout":30\b/g, `"VisibilityTimeout":${seconds}`));
  }
}

/** SQS names its action in a header, SNS in its form. */
function actionOf(request: IncomingMessage, body: Buffer): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.lastIndexOf(".") + 1);
  return new URLSearchParams(body.toString()).get("Action") ?? request.method ?? "";
}

function allDeleted(body: Buffer): string {
  const { Entries } = JSON.parse(body.toString()) as { Entries: { Id: string }[] };
  return JSON.stringify({ Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] });
}
