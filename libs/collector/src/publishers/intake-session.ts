import { setTimeout as wait } from "node:timers/promises";
import type { CatalogRecord } from "@binnacle/contract";
import { TransientError } from "@binnacle/errors";
import { context, propagation } from "@opentelemetry/api";
import { emptyPublishReport, type PublishReport, type PublishSession } from "../publisher.js";
import { messageOf } from "../error-message.js";

// Well below the intake's caps of 10,000 records and 16 MiB, so that no request holds much.
const MAX_RECORDS = 1_000;
const MAX_BYTES = 1024 * 1024;
const TRIES = 3;
const RETRY_DELAY_MS = 500;
const TIMEOUT_MS = 30_000;

/** What the intake answers: how many it took, and which it did not. */
interface IntakeAnswer {
  accepted: number;
  rejected: { index: number; code: string; detail: string }[];
}

/** Collects records as lines of NDJSON and posts them, full request by full request. */
export class IntakeSession implements PublishSession {
  private records: CatalogRecord[] = [];
  private body = "";
  private report = emptyPublishReport();

  constructor(
    private readonly url: URL,
    private readonly token: string | undefined,
  ) {}

  async publish(record: CatalogRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    if (this.records.length === MAX_RECORDS || this.body.length + line.length > MAX_BYTES) await this.send();
    this.records.push(record);
    this.body += line;
  }

  async flush(): Promise<PublishReport> {
    await this.send();
    const report = this.report;
    this.report = emptyPublishReport();
    return report;
  }

  private async send(): Promise<void> {
    const { records, body, report } = this;
    if (records.length === 0) return;
    this.records = [];
    this.body = "";
    try {
      const { accepted, rejected } = await this.postWithRetries(body);
      report.published += accepted;
      report.messages++;
      report.bytes += Buffer.byteLength(body);
      for (const { index, code, detail } of rejected) {
        const record = records[index];
        if (record) report.failed.push({ record, code, detail });
      }
    } catch (error) {
      report.failed.push(...records.map((record) => ({ record, code: "INTAKE", detail: messageOf(error) })));
    }
  }

  private async postWithRetries(body: string): Promise<IntakeAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.post(body);
      } catch (error) {
        // A repeat of what did arrive does no harm: the catalog ends in the same state.
        if (attempt === TRIES || !(error instanceof TransientError)) throw error;
        await wait(RETRY_DELAY_MS * 2 ** (attempt - 1));
      }
    }
  }

  private async post(body: string): Promise<IntakeAnswer> {
    const headers = {
      "content-type": "application/x-ndjson",
      ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
    };
    // The intake's part belongs to the same trace, if this process traces.
    propagation.inject(context.active(), headers);
    const response = await fetch(this.url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new TransientError(`${this.url.origin} does not answer`, { cause });
    });
    const text = await response.text();
    if (response.status === 202) return JSON.parse(text) as IntakeAnswer;
    const detail = `${this.url.origin} answered ${response.status}: ${text.slice(0, 300)}`;
    throw response.status >= 500 || response.status === 429 ? new TransientError(detail) : new Error(detail);
  }
}
