import { idOf, type ChangeLog } from "./change-log.js";

/** An older mark makes the feed repeat what a list shows already, which is allowed; asking for each list anew would cost each a query. */
const FRESH_MS = 1_000;

/** Ids from which the feed goes on with nothing lost that a list, read after the id was taken, does not show. */
export class ListMarks {
  private known: { id: Promise<string>; takenAt: number } | undefined;

  constructor(private readonly log: ChangeLog) {}

  /** @throws TransientError if the database does not answer */
  take(): Promise<string> {
    const takenAt = performance.now();
    if (this.known && takenAt - this.known.takenAt < FRESH_MS) return this.known.id;
    const id = this.log.head().then(idOf);
    this.known = { id, takenAt };
    id.catch(() => {
      this.known = undefined;
    });
    return id;
  }
}
