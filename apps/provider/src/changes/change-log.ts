import {
  findChange,
  findNewestChange,
  readChanges,
  type ChangeFound,
  type ChangePosition,
  type ChangesRead,
  type Database,
} from "@binnacle/store";
import { parseChangeId, printChangeId, type ChangeId } from "./change-id.js";

/** How long after a change a reader may go on from it. The housekeeper keeps changes for longer. */
const RESUMABLE_MICROSECONDS = 24n * 3_600_000_000n;

const LAST_SEQUENCE = 2n ** 63n - 1n;
const BEGINNING: ChangePosition = { ordinal: -1n, sequence: LAST_SEQUENCE };

/** A place from which on a reader wants all changes. */
export interface Mark {
  id: ChangeId;
  /** What comes after this is wanted, but the first `index` + 1 changes of the id's transaction. */
  after: ChangePosition;
}

export interface LogPage extends ChangesRead {
  /** Every change up to here is in this page or was before it. */
  covered: ChangePosition;
  /** There may be more that is settled. */
  isFull: boolean;
  /** The database is not the one that it was, as after a restore: what was read from it may be gone, and other things come. */
  isRewound: boolean;
}

/** The changes of the last day in the database, in an order in which the last change of a Resource is the last. */
export class ChangeLog {
  constructor(private readonly database: Database) {}

  /** After all that every read from now on will see. */
  async head(): Promise<Mark> {
    const { row, askedAt: asOf } = await findNewestChange(this.database);
    if (row === undefined) {
      return { id: { transactionId: 0n, index: Infinity, changedAt: 0n, asOf }, after: BEGINNING };
    }
    const { transactionId, changedAt, ordinal, sequence } = row;
    return {
      id: { transactionId: BigInt(transactionId), index: Infinity, changedAt, asOf },
      after: { ordinal, sequence },
    };
  }

  /** Where an id leads; `undefined` if it is no id of this history of the database, or too old for all after it to be there. */
  async resume(text: string): Promise<Mark | undefined> {
    const id = parseChangeId(text);
    if (id === undefined) return undefined;
    const found = await findChange(this.database, id.transactionId);
    if (id.asOf < found.askedAt - RESUMABLE_MICROSECONDS) return undefined;
    const after = placeOf(id, found);
    return after && { id, after };
  }

  /** `known` is what was read last, to tell whether it is there still. */
  async read(after: ChangePosition, limit: number, known?: ChangeId): Promise<LogPage> {
    const read = await readChanges(this.database, {
      after,
      limit,
      last: known && { transactionId: String(known.transactionId), changedAt: known.changedAt },
    });
    const last = read.transactions.at(-1);
    const isFull = read.transactions.length === limit;
    return {
      ...read,
      isFull,
      isRewound: read.horizon <= after.ordinal || (known !== undefined && isMissed(known, read)),
      covered:
        isFull && last
          ? { ordinal: last.ordinal, sequence: last.sequence }
          : { ordinal: read.horizon - 1n, sequence: LAST_SEQUENCE },
    };
  }
}

export function isAfter(a: ChangePosition, b: ChangePosition): boolean {
  return a.ordinal > b.ordinal || (a.ordinal === b.ordinal && a.sequence > b.sequence);
}

/** A row that was read is kept for as long as readers may go on from it. */
function isMissed({ transactionId, changedAt }: ChangeId, { isLastThere, askedAt }: ChangesRead): boolean {
  return transactionId !== 0n && !isLastThere && changedAt > askedAt - RESUMABLE_MICROSECONDS;
}

/** As text. */
export function idOf(mark: Mark): string {
  return printChangeId(mark.id);
}

function placeOf({ transactionId, index, changedAt }: ChangeId, { row }: ChangeFound): ChangePosition | undefined {
  if (transactionId === 0n) return BEGINNING;
  if (row === undefined || row.changedAt !== changedAt) return undefined;
  const { ordinal, sequence } = row;
  return { ordinal, sequence: index === Infinity ? sequence : sequence - 1n };
}
