/** Why a record, or a whole message, was not accepted. */
export const REJECTION_CODES = [
  /** A message that cannot be read, or is over a cap; the only one that speaks of a whole message. */
  "MALFORMED_MESSAGE",
  /** Also what is no object. */
  "UNKNOWN_KIND",
  "INVALID_FIELD",
  "VALUE_TOO_LARGE",
  "VALUE_NOT_STORABLE",
  "CLOCK_AHEAD",
  "PAYLOAD_MISSING",
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];
