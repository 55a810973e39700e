/**
 * Loaded into a sink by `node --import`: kills the process, as `kill -9` does, at a named point of its work. The sink itself
 * knows nothing of it.
 */
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import {
  DELETE_CALL,
  isMadeElsewhere,
  LAST_WORDS,
  OCCURRENCE_VARIABLE,
  POINT_VARIABLE,
  statementName,
} from "./crash-points.js";

type Call = (this: object, ...args: unknown[]) => unknown;

const point = process.env[POINT_VARIABLE];
let occurrences = Number(process.env[OCCURRENCE_VARIABLE]);

function reach(reached: string): void {
  if (reached !== point || --occurrences > 0) return;
  writeSync(1, `\n${LAST_WORDS}${point}\n`);
  process.kill(process.pid, "SIGKILL");
}

/** Replaces a method by one that may die before it makes the call or when it has been answered. */
function wrap(
  prototype: object,
  method: string,
  nameOf: (self: object, argument: unknown) => string | undefined,
): void {
  const methods = prototype as Record<string, Call>;
  const original = methods[method]!;
  methods[method] = function (...args) {
    const name = nameOf(this, args[0]);
    if (name === undefined) return original.apply(this, args);
    reach(`before ${name}`);
    return (original.apply(this, args) as Promise<unknown>).then((answer) => {
      reach(`after ${name}`);
      return answer;
    });
  };
}

async function arm(): Promise<void> {
  const { default: pg } = await import("pg");
  const { DeleteMessageBatchCommand, SQSClient } = await import("@aws-sdk/client-sqs");
  /** Partitions are made in transactions of their own, whose COMMIT is not meant. */
  const inBatch = new WeakSet<object>();

  wrap(pg.Client.prototype, "query", (client, sql) => {
    const text = typeof sql === "string" ? sql : (sql as { text?: unknown } | undefined)?.text;
    const name = typeof text === "string" ? statementName(text) : undefined;
    if (name === "BEGIN") inBatch.add(client);
    const isBatch = inBatch.has(client);
    if (name === "COMMIT" || text === "ROLLBACK") inBatch.delete(client);
    return isBatch || isMadeElsewhere(name) ? name : undefined;
  });
  wrap(SQSClient.prototype, "send", (_client, command) =>
    command instanceof DeleteMessageBatchCommand ? DELETE_CALL : undefined,
  );
}

// A worker thread loads this, too, but speaks to nobody.
if (isMainThread) await arm();
