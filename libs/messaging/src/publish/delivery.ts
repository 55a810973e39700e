import type { AwsFailure } from "../aws/aws-failure.js";
import type { OutboundMessage } from "./outbound-message.js";

/** A message between the publisher and SNS. */
export interface Delivery {
  readonly message: OutboundMessage;
  /** When it was handed over, by a monotonic clock. */
  readonly since: number;
  /** Calls that failed on it. */
  failures: number;
  /** It was in a call that SNS refused as a whole, so it travels alone until it is known whether it was the cause. */
  isSuspect: boolean;
  /** `undefined`: SNS has confirmed the message. */
  settle(failure: AwsFailure | undefined): void;
}
