import { parentPort } from "node:worker_threads";
import { openMessage, type JudgedRecord } from "@binnacle/ingest";
import type { OpeningAnswer, OpeningRequest } from "./opening-messages.js";

/** Characters of an answer: the other side reads an answer in one go. */
const ANSWER_SIZE = 1024 * 1024;

let opened: ReturnType<typeof openMessage> | undefined;

parentPort!.on("message", ({ id, message }: OpeningRequest) => {
  if (message) opened = openMessage(message);
  parentPort!.postMessage(answer(id));
});

function answer(id: number): OpeningAnswer {
  const records: JudgedRecord[] = [];
  for (let size = 0; size < ANSWER_SIZE; size += records.at(-1)!.text.length) {
    const next = opened!.next();
    if (next.done) {
      opened = undefined;
      return { id, records, isLast: true, settled: next.value };
    }
    records.push(next.value);
  }
  return { id, records, isLast: false };
}
