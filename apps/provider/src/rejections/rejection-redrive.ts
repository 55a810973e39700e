import { BinnacleError, ContractError, NotFoundError, TransientError } from "@binnacle/errors";
import { printRedrive, type RedrivableRejection, type Redrive } from "@binnacle/ingest";
import type { SnsPublisher } from "@binnacle/messaging";
import { readRejection, writeAudit, type Database } from "@binnacle/store";
import { TooLargeError } from "../request-errors.js";

/** Publishes a message whose text is there already. */
export type MessagePublisher = Pick<SnsPublisher, "publishMessage">;

/** Publishes rejections again. The sink removes one when it stores its record; one that is refused again stays. */
export class RejectionRedrive {
  constructor(
    private readonly database: Database,
    private readonly publisher: MessagePublisher,
  ) {}

  /**
   * Publishing cannot be taken back, so the audit tells of it before, and of a failure after.
   * @param principal on whose behalf
   * @throws NotFoundError
   * @throws TooLargeError only an excerpt of the record was kept, or no message can hold it
   * @throws TransientError it could not be published
   */
  async redrive(id: string, principal: string): Promise<void> {
    const rejection = await readRejection(this.database, id);
    if (!rejection) throw new NotFoundError(`There is no rejection ${id}`);
    const { text, attributes, contentEncoding } = print(rejection);
    const entry = { principal, action: "rejection.redrive", target: id };
    await writeAudit(this.database, { ...entry, outcome: "requested" });
    try {
      await this.publisher.publishMessage(text, attributes, { contentEncoding: contentEncoding ?? undefined });
    } catch (cause) {
      await writeAudit(this.database, { ...entry, outcome: "failed", detail: (cause as Error).message });
      if (cause instanceof BinnacleError && cause.code === "TOO_LARGE") throw new TooLargeError(cause.message);
      throw new TransientError(`Publishing failed: ${(cause as Error).message}`, { cause });
    }
  }
}

function print(rejection: RedrivableRejection): Redrive {
  try {
    return printRedrive(rejection);
  } catch (error) {
    if (error instanceof ContractError) throw new TooLargeError(`${error.message}; its source must publish it again`);
    throw error;
  }
}
