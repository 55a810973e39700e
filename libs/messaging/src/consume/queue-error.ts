import { BinnacleError } from "@binnacle/errors";
import { describeFailure } from "../aws/aws-failure.js";

/** A call to SQS failed, or part of it. `code` is AWS's, or Node.js's for a connection. */
export class QueueError extends BinnacleError {
  constructor(
    code: string,
    detail: string,
    readonly queueUrl: string,
    /** The messages that the call was about. */
    readonly messageIds: readonly string[],
    readonly isRetryable: boolean,
    options?: ErrorOptions,
  ) {
    super(code, detail, options);
  }

  static of(cause: unknown, queueUrl: string, messageIds: readonly string[] = []): QueueError {
    const { code, detail, isRetryable } = describeFailure(cause);
    return new QueueError(code, detail, queueUrl, messageIds, isRetryable, { cause });
  }

  /** The same error of several messages. */
  about(messageIds: readonly string[]): QueueError {
    return new QueueError(this.code, this.message, this.queueUrl, messageIds, this.isRetryable, { cause: this.cause });
  }
}
