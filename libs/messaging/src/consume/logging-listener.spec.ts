import { describe, expect, it } from "@jest/globals";
import { loggingListener } from "./logging-listener.js";
import { QueueError } from "./queue-error.js";

function logged(tell: (listener: ReturnType<typeof loggingListener>) => void): [string, object, string][] {
  const lines: [string, object, string][] = [];
  const level = (name: string) => (fields: object, message: string) => void lines.push([name, fields, message]);
  tell(loggingListener({ info: level("info"), warn: level("warn"), error: level("error") }));
  return lines;
}

const queueUrl = "http://queue";
const error = new QueueError("InternalError", "no", queueUrl, ["m1"], true);

describe(loggingListener.name, () => {
  it("thins out what it says of a batch that is held for long", () => {
    const lines = logged((listener) => {
      for (let attempt = 1; attempt <= 20; attempt++) {
        listener.onHeld?.({ queueUrl, messages: 1, attempt, retryInMs: 1, error });
      }
    });
    expect(lines.map(([, fields]) => fields)).toMatchObject([1, 2, 4, 8, 16].map((attempt) => ({ attempt })));
  });

  it("names the messages that something did not work for", () => {
    const lines = logged((listener) => listener.onMessagesFailed?.({ queueUrl, action: "delete", messages: 1, error }));
    expect(lines).toEqual([
      [
        "warn",
        { queueUrl, action: "delete", messages: 1, err: error, messageIds: ["m1"] },
        "could not delete some messages",
      ],
    ]);
  });

  it("logs lost and found connections and failed batches, each at its level", () => {
    const lines = logged((listener) => {
      listener.onDisconnected?.({ queueUrl, error });
      listener.onReconnected?.({ queueUrl, failedForMs: 5 });
      listener.onFailed?.({ queueUrl, messages: 2, durationMs: 1, error });
    });
    expect(lines.map(([level]) => level)).toEqual(["warn", "info", "error"]);
  });
});
