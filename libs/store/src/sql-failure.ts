import { UnstorableError } from "@binnacle/ingest";
import { TransientError } from "@binnacle/errors";
import { CollisionError } from "./operations/collision-error.js";

/** PostgreSQL's message for a row whose partition does not exist (SQLSTATE 23514, like a failed CHECK). */
export const NO_PARTITION = /no partition of relation/;

/** serialization_failure, deadlock_detected, and a partition that another process has just detached. */
const COLLISIONS = new Set(["40001", "40P01"]);

/** Data exception, integrity constraint violation, program limit exceeded: the data is at fault. */
const DATA_CLASSES = new Set(["22", "23", "54"]);

/**
 * Sorts what went wrong by what helps: another try at once, another record, or another time. Whatever is not known to be
 * the data's fault counts as an outage: held and tried again, it loses nothing.
 */
export function classifyFailure(error: unknown): CollisionError | UnstorableError | TransientError {
  if (error instanceof CollisionError) return error;
  const { code = "", message } = error as { code?: string; message: string };
  if (COLLISIONS.has(code) || (code === "23514" && NO_PARTITION.test(message))) {
    return new CollisionError(message, { cause: error });
  }
  if (code.length === 5 && DATA_CLASSES.has(code.slice(0, 2))) {
    return new UnstorableError(`PostgreSQL refuses it: ${message}`, { cause: error });
  }
  return new TransientError(`PostgreSQL cannot store now: ${message || code}`, { cause: error });
}
