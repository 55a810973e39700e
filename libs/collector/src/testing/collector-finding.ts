/** What a test of a collector finds, by a code to branch on. */
export type FindingCode =
  /** A run did not end with `ok`. */
  | "RUN"
  /** A record breaks the contract, or was not published. */
  | "RECORD"
  /** A field is not one of the contract, and would be ignored. */
  | "UNKNOWN_FIELD"
  /** A name or a parent is not spelled by the template of its well-known type, or a reading is kept in another mode than agreed. */
  | "NAMING"
  /** A reading is of a Resource that the collector does not state. */
  | "NO_RESOURCE"
  /** The same Resource or snapshot is stated twice in a run, differently. */
  | "CONTRADICTION"
  /** A Resource or a snapshot is only in one of the runs. */
  | "UNSTABLE_NAME"
  /** A Resource or a snapshot is another in each of the runs. */
  | "UNSTABLE_VALUE"
  /** An owned type was not swept. */
  | "NO_SWEEP";

export interface CollectorFinding {
  code: FindingCode;
  /** Which record is meant, as `reading HealthCheck of ServiceInstance/orders/production/1`; absent for a whole run. */
  record?: string;
  /** JSON Pointer within the record. */
  path?: string;
  detail: string;
}

/** One line for people. */
export function findingText({ code, record, path, detail }: CollectorFinding): string {
  return [`${code}:`, record, path, detail].filter(Boolean).join(" ");
}
