import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the parts of a running stack are, for whoever wants to attach a collector of their own. */
export interface StackDescription {
  /** Origin, without `/api/v1`. */
  apiUrl: string;
  databaseUrl: string;
  /** `null`: Amazon's own. */
  awsEndpoint: string | null;
  region: string | null;
  topicArn: string;
  queueUrl: string;
  deadLetterQueueUrl: string | null;
  payloadBucket: string | null;
  processes: Array<{ name: string; url: string }>;
}

/** `stack.json` is there exactly while a stack is ready. It holds the database's password, so only its owner reads it. */
export class StackFile {
  private readonly path: string;

  constructor(home: string) {
    this.path = join(home, "stack.json");
  }

  /** In one step: a reader sees all of it or nothing. */
  async write(description: StackDescription): Promise<void> {
    const making = `${this.path}.${process.pid}`;
    await writeFile(making, `${JSON.stringify(description, undefined, 2)}\n`, { mode: 0o600 });
    await rename(making, this.path);
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
