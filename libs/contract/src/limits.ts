/** Limits of the contract, v1. Bytes are UTF-8 bytes unless said otherwise. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Characters of a resource or reading `type`. */
export const MAX_TYPE_LENGTH = 128;
/** Code points of a `name` after NFC normalization. */
export const MAX_NAME_CODE_POINTS = 512;
/** Characters of a message's `source`. */
export const MAX_SOURCE_LENGTH = 128;

/** Digits after the decimal point of a time's seconds. */
export const MAX_FRACTION_DIGITS = 6;
/** Milliseconds by which a record's time may lie after the time at which the queue received its message. */
export const MAX_CLOCK_AHEAD_MILLIS = 5 * 60 * 1000;
/** Shortest lease, in microseconds. */
export const MIN_LEASE_MICROS = 1_000_000;
/** Longest lease, in microseconds: 366 days. */
export const MAX_LEASE_MICROS = 366 * 86_400_000_000;

/** Levels of arrays and objects in a value; `[]` is one. */
export const MAX_VALUE_LEVELS = 64;
/** Bytes of a value as sent. */
export const MAX_VALUE_SENT_BYTES = 4 * MIB;
/** Bytes of a value as PostgreSQL prints its `jsonb`. */
export const MAX_VALUE_PRINTED_BYTES = 8 * MIB;
/** Digits of one number in a value, when written out without an exponent. */
export const MAX_NUMBER_DIGITS = 1000;
/** References in one value. */
export const MAX_VALUE_REFERENCES = 10_000;

/** Records of one message. */
export const MAX_MESSAGE_RECORDS = 10_000;
/** Bytes of a message once decoded: decompressed, fetched by its claim check. */
export const MAX_MESSAGE_BYTES = 16 * MIB;
/** Bytes of a message on SNS, body and attributes together; also of all entries of one `PublishBatch`. */
export const MAX_SNS_MESSAGE_BYTES = 256 * KIB;
/** Entries of one `PublishBatch`. */
export const MAX_SNS_BATCH_ENTRIES = 10;
/** Bytes kept of a rejected record's text. */
export const MAX_REJECTED_TEXT_BYTES = 256 * KIB;
