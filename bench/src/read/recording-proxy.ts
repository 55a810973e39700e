import { createServer, Socket, type AddressInfo } from "node:net";

/** A statement as a client sent it to PostgreSQL. */
export interface SentStatement {
  text: string;
  /** Of a prepared one; empty for one that is parsed each time. */
  name?: string;
  /** In their text form; `null` is NULL. Without, for one that was sent by the simple protocol. */
  values?: (string | null)[];
}

/**
 * Passes a PostgreSQL's bytes on and notes what its clients ask for, by the messages Query, Parse and Bind of the frontend protocol, version 3
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html). Parameters must come as text, as `pg` sends them.
 */
export class RecordingProxy {
  private recorded: SentStatement[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server;

  private constructor(target: { host: string; port: number }) {
    this.server = createServer((client) => {
      const upstream = new Socket();
      const frontend = new FrontendReader((statement) => this.recorded.push(statement));
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.setNoDelay(true);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          this.sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.on("data", (bytes) => frontend.read(bytes));
      upstream.connect(target.port, target.host);
      client.pipe(upstream).pipe(client);
    });
  }

  /** Listens on loopback for what `url` names; `url` of the result leads through the proxy. */
  static async start(url: string): Promise<{ proxy: RecordingProxy; url: string }> {
    const through = new URL(url);
    const proxy = new RecordingProxy({ host: through.hostname, port: Number(through.port || 5432) });
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    through.host = `127.0.0.1:${(proxy.server.address() as AddressInfo).port}`;
    return { proxy, url: through.href };
  }

  /** What was sent since this was last asked. */
  take(): SentStatement[] {
    const taken = this.recorded;
    this.recorded = [];
    return taken;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

const QUERY = 0x51;
const PARSE = 0x50;
const BIND = 0x42;

class FrontendReader {
  private rest: Buffer = Buffer.alloc(0);
  private isStarted = false;
  private readonly prepared = new Map<string, string>();

  constructor(private readonly onStatement: (statement: SentStatement) => void) {}

  read(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      // The message that opens a session has no type.
      const header = this.isStarted ? 1 : 0;
      if (this.rest.length < header + 4) return;
      const end = header + this.rest.readUInt32BE(header);
      if (this.rest.length < end) return;
      if (this.isStarted) this.message(this.rest[0]!, this.rest.subarray(header + 4, end));
      this.isStarted = true;
      this.rest = this.rest.subarray(end);
    }
  }

  private message(type: number, body: Buffer): void {
    const fields = new MessageFields(body);
    if (type === QUERY) this.onStatement({ text: fields.text() });
    if (type === PARSE) this.prepared.set(fields.text(), fields.text());
    if (type === BIND) {
      fields.text();
      const name = fields.text();
      const text = this.prepared.get(name) ?? "";
      for (let formats = fields.int16(); formats > 0; formats--) {
        if (fields.int16() !== 0) throw new Error(`Only parameters in text form are understood: ${text}`);
      }
      this.onStatement({ text, name, values: Array.from({ length: fields.int16() }, () => fields.value()) });
    }
  }
}

class MessageFields {
  private position = 0;

  constructor(private readonly body: Buffer) {}

  /** Up to a zero byte. */
  text(): string {
    const end = this.body.indexOf(0, this.position);
    const text = this.body.toString("utf8", this.position, end);
    this.position = end + 1;
    return text;
  }

  int16(): number {
    this.position += 2;
    return this.body.readInt16BE(this.position - 2);
  }

  /** With its length before it, -1 for NULL. */
  value(): string | null {
    const length = this.body.readInt32BE(this.position);
    this.position += 4 + Math.max(0, length);
    return length < 0 ? null : this.body.toString("utf8", this.position - length, this.position);
  }
}
