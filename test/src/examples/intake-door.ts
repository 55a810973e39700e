import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

export interface SentRecord {
  kind: string;
  type?: string;
}

/** Stands before a real provider's intake: turns requests away as a busy one does, spoils a record, and remembers what came. */
export class IntakeDoor {
  /** The records of each request that was let through. */
  readonly requests: SentRecord[][] = [];
  /** How the next requests are answered, before any is let through. */
  turnsAway: { status: number; retryAfter: number }[] = [];
  /** Whether the first record of the next request is replaced by one that no catalog accepts. */
  spoilsNext = false;

  private constructor(
    private readonly server: Server,
    private readonly origin: string,
  ) {}

  static async open(origin: string): Promise<IntakeDoor> {
    const server = createServer();
    const door = new IntakeDoor(server, origin);
    server.on("request", (request, response) => void door.answer(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = gunzipSync(await buffer(request)).toString();
    const refusal = this.turnsAway.shift();
    if (refusal) {
      response.writeHead(refusal.status, { "retry-after": String(refusal.retryAfter) }).end("busy");
      return;
    }
    const { authorization = "", "content-type": type = "" } = request.headers;
    const isLines = type === "application/x-ndjson";
    const message = isLines ? { records: body.trim().split("\n").map(parse) } : parse(body);
    this.requests.push(message.records);
    const sent = this.spoilsNext ? [{ kind: "mystery" }, ...message.records.slice(1)] : message.records;
    this.spoilsNext = false;
    const forwarded = await fetch(`${this.origin}${request.url}`, {
      method: "POST",
      headers: { authorization, "content-type": type },
      body: isLines
        ? sent.map((record: SentRecord) => JSON.stringify(record)).join("\n")
        : JSON.stringify({ ...message, records: sent }),
    });
    const headers = { "content-type": forwarded.headers.get("content-type") ?? "" };
    response.writeHead(forwarded.status, headers).end(await forwarded.text());
  }
}

function parse(text: string) {
  return JSON.parse(text);
}
