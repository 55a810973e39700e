import { request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";

export interface ReceivedEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** Reads the change feed over a real socket, as the specification of server-sent events says. */
export class ChangeReader {
  readonly events: ReceivedEvent[] = [];
  readonly comments: string[] = [];
  lastEventId = "";
  /** `ended`: in order; `aborted`: cut off. */
  readonly closed: Promise<"ended" | "aborted">;
  private rest = "";
  private waiting: (() => void)[] = [];

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding("utf8").on("data", (text: string) => this.take(text));
    this.closed = new Promise((resolve) => {
      response.once("close", () => {
        resolve(response.complete ? "ended" : "aborted");
        this.notify();
      });
      response.on("error", () => undefined);
    });
  }

  static async open(origin: string, path: string, lastEventId?: string): Promise<ChangeReader> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const asked = request(`${origin}${path}`, { headers, agent: false }, resolve).on("error", reject);
    asked.end();
    const response = await promise;
    if (response.statusCode !== 200) {
      const body = (await response.toArray()).join("");
      throw Object.assign(new Error(`${response.statusCode} ${body}`), {
        problem: JSON.parse(body),
        headers: response.headers,
      });
    }
    return new ChangeReader(response);
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** Resolves when the condition holds of what has come; fails when the stream closes before. */
  async until(condition: (reader: this) => boolean): Promise<void> {
    while (!condition(this)) {
      if (this.response.destroyed) throw new Error(`the stream closed; it had ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  leave(): void {
    this.response.destroy();
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split("\n\n");
    this.rest = blocks.pop() ?? "";
    for (const block of blocks) this.takeBlock(block.split("\n"));
    this.notify();
  }

  private takeBlock(lines: string[]): void {
    const fields = new Map<string, string>();
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
      if (name === "") this.comments.push(value);
      else fields.set(name, value);
    }
    this.lastEventId = fields.get("id") ?? this.lastEventId;
    const data = fields.get("data");
    if (data === undefined) return;
    this.events.push({ id: this.lastEventId, event: fields.get("event") ?? "message", data: JSON.parse(data) });
  }

  private notify(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}
