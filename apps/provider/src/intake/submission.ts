import type { RejectionCode } from "@binnacle/contract";

/** A record as it was handed in, parsed but not judged. */
export interface SubmittedRecord {
  /** Its place in the request, from 0. */
  index: number;
  input: unknown;
  source: string;
  /** UTF-8 bytes of its value as it was sent. */
  sentValueBytes: number;
  /** It is a message of its own, and so may carry `source`. */
  isBare: boolean;
}

/** Why a record of a request was not accepted. */
export interface RejectedItem {
  index: number;
  code: RejectionCode;
  detail: string;
}

/** What a request's body holds. */
export interface Submission {
  records: SubmittedRecord[];
  /** Items that could not even be parsed. */
  unreadable: RejectedItem[];
}
