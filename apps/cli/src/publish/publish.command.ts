import { millisecondsOf } from "@binnacle/collector";
import { clientOf, defineCommand, PROVIDER_OPTIONS, type Terminal } from "../command/command.js";
import { UsageError } from "../command/usage-error.js";
import { type InputRecord, readRecords, type UnreadableInput } from "../input/read-records.js";
import { batchBySource } from "./batch-by-source.js";
import { postBatch } from "./intake-target.js";
import { publishToTopic } from "./sns-target.js";
import { describeOutcomes, waitForReceipts } from "./wait-for-receipts.js";

/** Says what goes wrong as it does, and keeps count. */
class Complaints {
  count = 0;

  constructor(private readonly terminal: Terminal) {}

  rejected(where: string, code: string, detail: string): void {
    this.count++;
    this.terminal.stderr.write(`${where}: ${`${code} ${detail}`.trim()}\n`);
  }

  warn(where: string, detail: string): void {
    this.terminal.stderr.write(`${where}: warning: ${detail}\n`);
  }
}

export const publishCommand = defineCommand({
  name: "publish",
  usage: "[FILE…] [options]",
  summary: "Publishes records, by the intake of a provider or to an SNS topic. Ends with 1 if one was rejected.",
  details: `  A file that ends in .json holds a message or a bare record, any other a record a line. Without a file,
  and for "-", the standard input is read. What is rejected is said on standard error, with its line.`,
  options: {
    ...PROVIDER_OPTIONS,
    source: { type: "string", value: "NAME", description: "of records that name none" },
    topic: {
      type: "string",
      value: "ARN",
      description: "publishes to this SNS topic, with the AWS credentials of the environment",
    },
    wait: { type: "boolean", description: "waits until the catalog has dealt with all, and says what it did" },
    timeout: { type: "string", value: "DURATION", description: "how long --wait waits (60s)" },
  },
  async run({ values, arguments: files }, terminal) {
    const { source, topic, url, wait = false, timeout = "60s" } = values;
    if (topic !== undefined && (wait || url !== undefined)) {
      throw new UsageError("--topic goes without --url and --wait: only the intake gives receipts");
    }
    const timeoutMs = millisecondsOf(timeout);
    const complaints = new Complaints(terminal);
    const records = readable(readRecords(files, terminal.stdin, source), complaints);
    const summary =
      topic === undefined
        ? await publishByIntake(records, { url, waitMs: wait ? timeoutMs : undefined }, complaints, terminal)
        : await publishBySns(records, topic, complaints);
    terminal.stdout.write(`${summary}\n`);
    return complaints.count > 0 ? 1 : 0;
  },
});

async function* readable(
  inputs: AsyncIterable<InputRecord | UnreadableInput>,
  complaints: Complaints,
): AsyncGenerator<InputRecord> {
  for await (const input of inputs) {
    if ("input" in input) yield input;
    else complaints.rejected(input.where, "MALFORMED_MESSAGE", input.detail);
  }
}

async function publishByIntake(
  records: AsyncIterable<InputRecord>,
  { url, waitMs }: { url: string | undefined; waitMs: number | undefined },
  complaints: Complaints,
  terminal: Terminal,
): Promise<string> {
  const client = clientOf(url, terminal);
  const receipts: { receiptId: string; records: InputRecord[] }[] = [];
  let published = 0;
  for await (const batch of batchBySource(records)) {
    const { receiptId, accepted, rejected, warnings } = await postBatch(client, batch, terminal.signal);
    published += accepted.length;
    for (const { record, code, detail } of rejected) complaints.rejected(record.where, code, detail);
    for (const { record, detail } of warnings) complaints.warn(record.where, detail);
    if (accepted.length > 0) receipts.push({ receiptId, records: batch.records });
  }
  if (waitMs === undefined) {
    const ids = receipts.map(({ receiptId }) => `\nreceipt ${receiptId}`).join("");
    return `published ${published} records, ${complaints.count} rejected${ids}`;
  }
  const outcomes = await waitForReceipts(client, receipts, waitMs, terminal.signal);
  for (const { record, code } of outcomes.rejected) complaints.rejected(record.where, code, "");
  const pending = outcomes.counts.get("pending") ?? 0;
  if (pending > 0) complaints.rejected("--wait", "", `${pending} records were not dealt with in time`);
  return `published ${published} records: ${describeOutcomes(outcomes)}`;
}

async function publishBySns(
  records: AsyncIterable<InputRecord>,
  topicArn: string,
  complaints: Complaints,
): Promise<string> {
  const { published, failed, warnings } = await publishToTopic(topicArn, records);
  for (const { where, code, detail } of failed) complaints.rejected(where, code, detail);
  for (const { where, detail } of warnings) complaints.warn(where, detail);
  return `published ${published} records, ${complaints.count} rejected`;
}
