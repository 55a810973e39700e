import { ANONYMOUS_SOURCE, type Timestamp } from "@binnacle/contract";
import { ContractError } from "@binnacle/errors";
import { isRejectionOf } from "./rejection.js";

/** The message attribute that names the rejection which a message publishes again. */
export const REDRIVE_ATTRIBUTE = "redriveOf";

/** A rejection as it is kept, as much of it as publishing it again takes. */
export interface RedrivableRejection {
  id: string;
  /** `null` for a whole message. */
  path: string | null;
  source: string;
  record: string;
  sentOn: Timestamp;
  contentEncoding: string | null;
}

/** The message that publishes a rejection again. */
export interface Redrive {
  text: string;
  attributes: Record<string, string>;
  /** Set where the text is encoded already. */
  contentEncoding: string | null;
}

/**
 * Makes a rejection a message again: a record as it was received, under its source and with its time; a whole message as its text.
 * @throws ContractError `INCOMPLETE_REJECTION` the text was not kept as it was received: it was too large, or held U+0000
 */
export function printRedrive({ id, path, source, record, sentOn, contentEncoding }: RedrivableRejection): Redrive {
  if (!isRejectionOf(id, source, record)) {
    throw new ContractError("INCOMPLETE_REJECTION", `The record of rejection ${id} was not kept whole`);
  }
  const member = source === ANONYMOUS_SOURCE ? "" : `"source":${JSON.stringify(source)},`;
  return {
    text: path === null ? record : `{${member}"records":[${record}]}`,
    attributes: { sentOn, [REDRIVE_ATTRIBUTE]: id },
    contentEncoding,
  };
}

/**
 * Tells whether a message is a redrive of a whole message, by one of its texts: decoded, or as it travelled. A record is
 * recognized where it stands. So the attribute settles nothing but what it belongs to, whoever sets it.
 */
export function isRedriveOfMessage(id: string, texts: readonly string[]): boolean {
  return texts.some((text) => isRejectionOf(id, ANONYMOUS_SOURCE, text));
}
