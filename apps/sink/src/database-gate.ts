import { TransientError } from "@binnacle/errors";
import type { Logger } from "@binnacle/platform";
import { listPendingMigrations, type Database } from "@binnacle/store";

/** Lets messages in only while the database answers and has the schema, so that an outage sends none to the dead-letter queue. */
export class DatabaseGate {
  private hasSchema = false;
  private isOpen = true;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Resolves when messages may be received; logs when that changes. */
  async open(): Promise<void> {
    try {
      await this.check();
      if (!this.isOpen) this.logger.info("the database answers again");
      this.isOpen = true;
    } catch (err) {
      if (this.isOpen) this.logger.warn({ err }, "receiving waits for the database");
      this.isOpen = false;
      throw err;
    }
  }

  /** @throws TransientError with what is missing */
  async check(): Promise<void> {
    if (this.hasSchema) {
      await this.database.query({ text: "SELECT 1" });
      return;
    }
    const pending = await listPendingMigrations(this.database);
    if (pending.length > 0) {
      throw new TransientError(`The database lacks ${pending.join(", ")}; run: npm run migrate`);
    }
    this.hasSchema = true;
  }
}
