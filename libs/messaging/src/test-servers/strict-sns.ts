import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

const MAX_BYTES = 262_144;
const MAX_ENTRIES = 10;
const MAX_ATTRIBUTES = 10;
const VALID_BODY = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

export interface SnsEntry {
  id: string;
  body: string;
  attributes: Record<string, { type: string; value: string }>;
}

export interface EntryFault {
  code: string;
  senderFault: boolean;
}

/** How a call is answered that breaks no limit. */
export type Answer =
  | "confirm"
  | "hang up"
  | "never"
  | { status: number; code: string }
  | { fail: (entry: SnsEntry) => EntryFault | undefined };

/** SNS's `PublishBatch` over HTTP, with the limits of AWS that the emulator is lenient about, and faults on demand. */
export class StrictSns {
  /** The entries of each call, in the order of arrival. */
  readonly calls: SnsEntry[][] = [];
  readonly confirmed: SnsEntry[] = [];
  /** Codes of the limits that calls have broken. */
  readonly breaches: string[] = [];
  /** Asked at each call; the number counts calls from 1. */
  answer: (entries: SnsEntry[], call: number) => Answer | Promise<Answer> = () => "confirm";

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<StrictSns> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const sns = new StrictSns(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => void sns.serve(request, response));
    return sns;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const entries = readEntries(new URLSearchParams(await text(request)));
    this.calls.push(entries);
    const breach = breachOf(entries);
    if (breach) {
      this.breaches.push(breach);
      sendError(response, 400, breach);
      return;
    }
    const answer = await this.answer(entries, this.calls.length);
    if (answer === "hang up") {
      request.socket.destroy();
    } else if (answer === "confirm") {
      this.sendResults(response, entries, () => undefined);
    } else if (answer === "never") {
      request.socket.on("close", () => response.destroy());
    } else if ("fail" in answer) {
      this.sendResults(response, entries, answer.fail);
    } else {
      sendError(response, answer.status, answer.code);
    }
  }

  private sendResults(
    response: ServerResponse,
    entries: SnsEntry[],
    faultOf: (entry: SnsEntry) => EntryFault | undefined,
  ): void {
    let successful = "";
    let failed = "";
    for (const entry of entries) {
      const fault = faultOf(entry);
      if (fault) {
        const { code, senderFault } = fault;
        const cause = `<Code>${code}</Code><Message>no</Message><SenderFault>${senderFault}</SenderFault>`;
        failed += `<member><Id>${entry.id}</Id>${cause}</member>`;
      } else {
        this.confirmed.push(entry);
        successful += `<member><Id>${entry.id}</Id><MessageId>m-${this.confirmed.length}</MessageId></member>`;
      }
    }
    const results = `<Successful>${successful}</Successful><Failed>${failed}</Failed>`;
    response.setHeader("Content-Type", "text/xml");
    response.end(`<PublishBatchResponse><PublishBatchResult>${results}</PublishBatchResult></PublishBatchResponse>`);
  }
}

function sendError(response: ServerResponse, status: number, code: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "text/xml");
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`,
  );
}

function readEntries(form: URLSearchParams): SnsEntry[] {
  const entries: SnsEntry[] = [];
  for (let index = 1; form.has(`PublishBatchRequestEntries.member.${index}.Id`); index++) {
    const prefix = `PublishBatchRequestEntries.member.${index}`;
    const attributes: SnsEntry["attributes"] = {};
    for (let at = 1; form.has(`${prefix}.MessageAttributes.entry.${at}.Name`); at++) {
      const attribute = `${prefix}.MessageAttributes.entry.${at}`;
      const type = form.get(`${attribute}.Value.DataType`) ?? "";
      const value = form.get(`${attribute}.Value.StringValue`) ?? "";
      attributes[form.get(`${attribute}.Name`) ?? ""] = { type, value };
    }
    entries.push({ id: form.get(`${prefix}.Id`) ?? "", body: form.get(`${prefix}.Message`) ?? "", attributes });
  }
  return entries;
}

function breachOf(entries: SnsEntry[]): string | undefined {
  if (entries.length === 0) {
    return "EmptyBatchRequest";
  }
  if (entries.length > MAX_ENTRIES) {
    return "TooManyEntriesInBatchRequest";
  }
  if (new Set(entries.map(({ id }) => id)).size < entries.length) {
    return "BatchEntryIdsNotDistinct";
  }
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > MAX_BYTES) {
    return "BatchRequestTooLong";
  }
  const isInvalid = entries.some(
    ({ body, attributes }) => !body || !VALID_BODY.test(body) || Object.keys(attributes).length > MAX_ATTRIBUTES,
  );
  return isInvalid ? "InvalidParameter" : undefined;
}

function entryBytes({ body, attributes }: SnsEntry): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { type, value }]) => sum + Buffer.byteLength(name + type + value),
    Buffer.byteLength(body),
  );
}
