import type { Timestamp } from "@binnacle/contract";
import type { AwsFailure } from "../aws/aws-failure.js";
import type { ByteBudget } from "./byte-budget.js";

/** What a session needs of its publisher. */
export interface MessageRoute {
  readonly budget: ByteBudget;
  now(): Timestamp;
  /** The session holds records; refused with an error once the publisher is closed. */
  enter(session: Drainable): void;
  /** The session holds none any more. */
  leave(session: Drainable): void;
  /** Encodes a text and sends it. Raises what `encodeMessage` raises. */
  send(text: string, attributes: Record<string, string>): Promise<SendOutcome>;
}

export interface SendOutcome {
  /** `undefined`: SNS has confirmed the message. */
  failure: AwsFailure | undefined;
  /** UTF-8 bytes of the body that SNS confirmed. */
  bytes: number;
}

export interface Drainable {
  drain(): Promise<void>;
}
