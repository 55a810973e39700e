import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What becomes of a request: `"pass"` hands it on. */
export type Fate = "pass" | "hang up" | { status: number; body: string };

/** Stands before the emulator and makes the faults that the emulator cannot. */
export class FaultProxy {
  /** Actions as they came in: `ReceiveMessage`, `DeleteMessageBatch`; for S3 the method. */
  readonly actions: string[] = [];
  /** Decides on each request; `body` is as sent. */
  fate: (action: string, body: string) => Fate | Promise<Fate> = () => "pass";

  private constructor(
    private readonly server: Server,
    private readonly target: string,
    readonly endpoint: string,
  ) {}

  static async start(target: string): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new FaultProxy(server, target, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => void proxy.serve(request, response));
    return proxy;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const target = String(request.headers["x-amz-target"] ?? request.method);
    const action = target.slice(target.lastIndexOf(".") + 1);
    this.actions.push(action);
    const fate = await this.fate(action, body.toString());
    if (fate === "hang up") {
      request.socket.destroy();
    } else if (fate === "pass") {
      this.pass(request, body, response);
    } else {
      response.writeHead(fate.status, { "Content-Type": "application/x-amz-json-1.0" }).end(fate.body);
    }
  }

  private pass(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const { method, url, headers } = request;
    const onward = forward(new URL(url ?? "/", this.target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    onward.end(body);
  }
}
