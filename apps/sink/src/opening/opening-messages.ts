import type { JudgedRecord, OpenableMessage } from "@binnacle/ingest";

/** What the thread is asked: to open a message, or for what comes next of the one it has opened last. */
export interface OpeningRequest {
  id: number;
  message?: OpenableMessage;
}

/** Some of the message's records; with the last of them the rejection that goes with the message, if any. */
export interface OpeningAnswer {
  id: number;
  records: JudgedRecord[];
  isLast: boolean;
  settled?: string | undefined;
}
