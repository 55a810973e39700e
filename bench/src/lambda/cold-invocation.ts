import { pathToFileURL } from "node:url";

/** What one fresh process took. */
export interface Invocation {
  /** From the process's start to the first line of this. */
  nodeMs: number;
  loadMs: number;
  firstMs: number;
  secondMs: number;
  rssBytes: number;
}

function eventOf(name: string): object {
  const record = {
    messageId: name,
    receiptHandle: name,
    body: JSON.stringify({ source: "bench", records: [{ kind: "resource", type: "Service", name }] }),
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) },
    messageAttributes: {},
    eventSource: "aws:sqs",
  };
  return { Records: [record] };
}

const marks = [performance.now()];
const { handler } = await import(pathToFileURL(process.argv[2]!).href);
marks.push(performance.now());
for (const turn of ["first", "second"]) {
  const { batchItemFailures } = await handler(eventOf(`${turn}-${process.pid}`));
  if (batchItemFailures.length > 0) throw new Error("the event was not stored");
  marks.push(performance.now());
}
const [started, loaded, first, second] = marks as [number, number, number, number];
const invocation: Invocation = {
  nodeMs: started,
  loadMs: loaded - started,
  firstMs: first - loaded,
  secondMs: second - first,
  rssBytes: process.memoryUsage.rss(),
};
process.send!(invocation, () => process.exit(0));
