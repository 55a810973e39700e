import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type BatchResultErrorEntry,
  type QueueAttributeName,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { isPassingCode } from "../aws/aws-failure.js";
import { pauseBeforeCheck } from "./pause-before-check.js";
import { QueueError } from "./queue-error.js";
import { receivedMessage, type ReceivedMessage } from "./received-message.js";

/** Entries of one batch call. */
export const MAX_BATCH_ENTRIES = 10;

export interface ReceiveInput {
  maxMessages: number;
  /** 0 to 20: how long SQS may wait for a first message. */
  waitSeconds: number;
  visibilitySeconds: number;
  signal: AbortSignal;
}

/** Numbers of messages, approximate as SQS has them. */
export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

const DEPTH_ATTRIBUTES: QueueAttributeName[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

/** What did not work for one message of many. */
export interface MessageFailure {
  message: ReceivedMessage;
  error: QueueError;
}

/**
 * One SQS queue. The calls on many messages are cut into calls of ten, and say for which messages they failed instead
 * of raising.
 */
export class SqsQueue {
  constructor(
    private readonly client: SQSClient,
    readonly url: string,
  ) {}

  /** @throws QueueError */
  async receive({ maxMessages, waitSeconds, visibilitySeconds, signal }: ReceiveInput): Promise<ReceivedMessage[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: Math.min(maxMessages, MAX_BATCH_ENTRIES),
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
      MessageAttributeNames: ["All"],
    });
    pauseBeforeCheck(command);
    try {
      const { Messages } = await this.client.send(command, { abortSignal: signal });
      return Messages?.map(receivedMessage) ?? [];
    } catch (error) {
      throw QueueError.of(error, this.url);
    }
  }

  delete(messages: readonly ReceivedMessage[]): Promise<MessageFailure[]> {
    return this.inCallsOfTen(messages, (chunk) => {
      const Entries = chunk.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
      return this.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.url, Entries }));
    });
  }

  /** Hides the messages for so many seconds from now. */
  changeVisibility(messages: readonly ReceivedMessage[], seconds: number): Promise<MessageFailure[]> {
    return this.inCallsOfTen(messages, (chunk) => {
      const Entries = chunk.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }));
      return this.client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.url, Entries }));
    });
  }

  /** @throws QueueError */
  async depth(): Promise<QueueDepth> {
    return depthOf(await this.attributes(this.url, DEPTH_ATTRIBUTES));
  }

  /**
   * `undefined`: nothing is moved elsewhere, however often it was received.
   * @throws QueueError
   */
  async deadLetterDepth(): Promise<QueueDepth | undefined> {
    const { RedrivePolicy } = await this.attributes(this.url, ["RedrivePolicy"]);
    if (RedrivePolicy === undefined) return undefined;
    const { deadLetterTargetArn } = JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string };
    // In the same account and region, so that only its name is another.
    const url = this.url.replace(/[^/]+$/, deadLetterTargetArn.split(":").at(-1)!);
    return depthOf(await this.attributes(url, DEPTH_ATTRIBUTES));
  }

  private async attributes(url: string, names: QueueAttributeName[]): Promise<Partial<Record<string, string>>> {
    try {
      const { Attributes = {} } = await this.client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }),
      );
      return Attributes;
    } catch (error) {
      throw QueueError.of(error, url);
    }
  }

  private async inCallsOfTen(
    messages: readonly ReceivedMessage[],
    call: (chunk: readonly ReceivedMessage[]) => Promise<{ Failed?: BatchResultErrorEntry[] | undefined }>,
  ): Promise<MessageFailure[]> {
    const chunks: (readonly ReceivedMessage[])[] = [];
    for (let start = 0; start < messages.length; start += MAX_BATCH_ENTRIES) {
      chunks.push(messages.slice(start, start + MAX_BATCH_ENTRIES));
    }
    const failures = chunks.map(async (chunk) => {
      try {
        const { Failed = [] } = await call(chunk);
        return Failed.flatMap((entry) => this.entryFailure(entry, chunk[Number(entry.Id)]));
      } catch (cause) {
        const error = QueueError.of(
          cause,
          this.url,
          chunk.map(({ id }) => id),
        );
        return chunk.map((message) => ({ message, error }));
      }
    });
    return (await Promise.all(failures)).flat();
  }

  private entryFailure(entry: BatchResultErrorEntry, message: ReceivedMessage | undefined): MessageFailure[] {
    if (!message) {
      return [];
    }
    const { Code: code = "UNKNOWN", Message: detail = "SQS does not say why", SenderFault } = entry;
    const isRetryable = !SenderFault || isPassingCode(code);
    return [{ message, error: new QueueError(code, detail, this.url, [message.id], isRetryable) }];
  }
}

function depthOf(attributes: Partial<Record<string, string>>): QueueDepth {
  return {
    visible: Number(attributes["ApproximateNumberOfMessages"] ?? 0),
    inFlight: Number(attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
    delayed: Number(attributes["ApproximateNumberOfMessagesDelayed"] ?? 0),
  };
}
