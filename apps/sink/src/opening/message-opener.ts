import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { openMessage, type JudgedRecord, type OpenableMessage, type OpenedMessage } from "@binnacle/ingest";
import type { OpeningAnswer, OpeningRequest } from "./opening-messages.js";

/** Characters of a message that is opened here: to parse it takes less than the way to the thread and back would. */
const MAX_OPENED_HERE = 256 * 1024;

/**
 * Opens large messages in a thread of its own: parsing and printing 4 MiB takes 50 to 200 ms, for which nothing else would get its
 * turn, neither heartbeats nor health checks. The thread is started with the first of them, and opens one at a time.
 */
export class MessageOpener {
  private thread: Worker | undefined;
  private requests = 0;
  /** Ends with the message that the thread has open. */
  private busy: Promise<void> = Promise.resolve();

  constructor(private readonly threadFile = new URL("./opening-thread.js", import.meta.url)) {}

  open(message: OpenableMessage): OpenedMessage {
    return message.text.length <= MAX_OPENED_HERE ? openMessage(message) : this.openElsewhere(message);
  }

  async close(): Promise<void> {
    await this.thread?.terminate();
  }

  private async *openElsewhere(message: OpenableMessage): AsyncGenerator<JudgedRecord, string | undefined> {
    const before = this.busy;
    const { promise, resolve: end } = Promise.withResolvers<void>();
    this.busy = promise;
    try {
      await before;
      let answer = await this.ask(message);
      for (; !answer.isLast; answer = await this.ask()) yield* answer.records;
      yield* answer.records;
      return answer.settled;
    } finally {
      end();
    }
  }

  /** If the thread dies of it, the error is raised here, and the next message gets a new one. */
  private async ask(message?: OpenableMessage): Promise<OpeningAnswer> {
    const thread = (this.thread ??= this.start());
    const request: OpeningRequest = { id: ++this.requests, ...(message && { message }) };
    thread.postMessage(request);
    for (;;) {
      const [answer] = (await once(thread, "message")) as [OpeningAnswer];
      // An earlier one may have been given up before it was answered.
      if (answer.id === request.id) return answer;
    }
  }

  private start(): Worker {
    const thread = new Worker(this.threadFile);
    thread.once("error", () => (this.thread = undefined));
    return thread;
  }
}
