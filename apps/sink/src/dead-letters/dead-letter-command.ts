import { parseArgs } from "node:util";
import { BinnacleError, ConfigurationError } from "@binnacle/errors";
import { DeadLetterQueue, type ReceivedMessage } from "@binnacle/messaging";
import { describeMessage, type DescribedMessage } from "./describe-message.js";
import { locateQueues } from "./queue-location.js";

export const USAGE = `Usage: npm run dlq -- COMMAND [--json]

  list               what is in the dead-letter queue, one message a line
  show ID            a message with its attributes and all of its body
  redrive ID...      sends messages to the queue again, with their original time, and deletes them here
  redrive --all      the same with all

The queue is BINNACLE_DEAD_LETTER_QUEUE_URL, and a redrive goes to BINNACLE_QUEUE_URL; endpoint, region and credentials
are read as the AWS SDK does. Without the first they are those of the stack that runs here, by the stack.json in
BINNACLE_HOME (.binnacle). SQS shows nothing without taking it: for the time of a command, nobody else sees the messages.
`;

export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
}

/** Runs the command and returns its exit code. */
export async function runDeadLetterCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  output: CommandOutput,
): Promise<number> {
  try {
    const { command, ids, all, json, help } = readArguments(args);
    if (help) {
      output.out(USAGE);
      return 0;
    }
    const { deadLetters, queueUrl } = await locateQueues(env);
    if (command === "redrive" && !queueUrl)
      throw new ConfigurationError(["BINNACLE_QUEUE_URL must be set for a redrive"]);
    const queue = new DeadLetterQueue(deadLetters);
    try {
      if (command === "list") return await list(queue, json, output);
      if (command === "show") return await show(queue, ids[0]!, json, output);
      return await redrive(queue, queueUrl!, all ? undefined : ids, json, output);
    } finally {
      await queue.close();
    }
  } catch (error) {
    if (!(error instanceof BinnacleError)) throw error;
    const prefix = error instanceof ConfigurationError ? "" : `${error.code}: `;
    output.err(`${prefix}${error.message}\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]) {
  const options = {
    all: { type: "boolean" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new ConfigurationError([`${(cause as Error).message.split(". ", 1)[0]}. Try --help.`], { cause });
  }
  const { values, positionals } = parsed;
  const { all = false, json = false, help = false } = values;
  const [command, ...ids] = positionals;
  if (!help) checkCommand(command, ids, all);
  return { command, ids, all, json, help };
}

function checkCommand(command: string | undefined, ids: readonly string[], all: boolean): void {
  const faults: Record<string, string | false> = {
    list: (ids.length > 0 || all) && "list takes no ID and no --all",
    show: (ids.length !== 1 || all) && "show takes one ID",
    redrive: ids.length > 0 === all && "redrive takes IDs or --all",
  };
  const fault = Object.hasOwn(faults, command ?? "") ? faults[command!] : `${command ?? "nothing"} is no command`;
  if (fault) throw new ConfigurationError([`${fault}. Try --help.`]);
}

async function list(queue: DeadLetterQueue, json: boolean, { out }: CommandOutput): Promise<number> {
  const described: DescribedMessage[] = [];
  for await (const message of queue.messages()) described.push(await describeMessage(message));
  described.sort((a, b) => b.ageSeconds - a.ageSeconds);
  if (json) out(`${JSON.stringify(described, undefined, 2)}\n`);
  else if (described.length === 0) out("The dead-letter queue is empty.\n");
  else out(table(described));
  return 0;
}

async function show(queue: DeadLetterQueue, id: string, json: boolean, output: CommandOutput): Promise<number> {
  const [message] = await find(queue, [id]);
  if (!message) return missing([id], output);
  const { receiveCount, sentOn, source } = await describeMessage(message);
  const { attributes, body } = message;
  if (json) {
    output.out(`${JSON.stringify({ id, receiveCount, sentOn, source, attributes, body }, undefined, 2)}\n`);
    return 0;
  }
  const rows = { id, received: `${receiveCount} times`, "sent on": sentOn, source: source ?? "-", ...attributes };
  for (const [name, value] of Object.entries(rows)) output.out(`${printable(`${name}: ${value}`)}\n`);
  output.out(`\n${body.split("\n").map(printable).join("\n")}\n`);
  return 0;
}

async function redrive(
  queue: DeadLetterQueue,
  queueUrl: string,
  ids: readonly string[] | undefined,
  json: boolean,
  output: CommandOutput,
): Promise<number> {
  const redriven: string[] = [];
  const failed: { id: string; detail: string }[] = [];
  const messages = ids ? await find(queue, ids) : queue.messages();
  for await (const message of messages) {
    try {
      await queue.redrive(message, queueUrl);
      redriven.push(message.id);
      if (!json) output.out(`${message.id} is in the queue again\n`);
    } catch (error) {
      if (!(error instanceof BinnacleError)) throw error;
      failed.push({ id: message.id, detail: `${error.code}: ${error.message}` });
      output.err(`${message.id} ${error.code}: ${error.message}\n`);
    }
  }
  if (json) output.out(`${JSON.stringify({ redriven, failed }, undefined, 2)}\n`);
  else if (!ids && redriven.length + failed.length === 0) output.out("The dead-letter queue is empty.\n");
  const known = new Set([...redriven, ...failed.map(({ id }) => id)]);
  const unknown = (ids ?? []).filter((id) => !known.has(id));
  return failed.length + missing(unknown, output) > 0 ? 1 : 0;
}

/** Looks through the queue until all of them are found. */
async function find(queue: DeadLetterQueue, ids: readonly string[]): Promise<ReceivedMessage[]> {
  const wanted = new Set(ids);
  const found: ReceivedMessage[] = [];
  for await (const message of queue.messages()) {
    if (wanted.delete(message.id)) found.push(message);
    if (wanted.size === 0) break;
  }
  return found;
}

function missing(ids: readonly string[], { err }: CommandOutput): number {
  for (const id of ids) err(`There is no message ${id} in the dead-letter queue, or somebody else has taken it.\n`);
  return ids.length > 0 ? 1 : 0;
}

function table(described: readonly DescribedMessage[]): string {
  const rows = [
    ["ID", "RECEIVED", "AGE", "BYTES", "SOURCE", "TEXT"],
    ...described.map(({ id, receiveCount, ageSeconds, bytes, source, start }) => [
      id,
      String(receiveCount),
      age(ageSeconds),
      String(bytes),
      source ?? "-",
      printable(start),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** A line stays a line, and no message tells the terminal what to do; `--json` gives everything as it is. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (each) => {
    return `\\u{${each.codePointAt(0)!.toString(16)}}`;
  });
}

function age(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
