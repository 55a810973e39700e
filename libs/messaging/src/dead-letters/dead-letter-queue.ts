import {
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type MessageAttributeValue,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { createSqsClient, type AwsOptions } from "../aws/aws-clients.js";
import { QueueError } from "../consume/queue-error.js";
import { receivedMessage, type ReceivedMessage } from "../consume/received-message.js";
import { MAX_BATCH_ENTRIES, SqsQueue } from "../consume/sqs-queue.js";
import { decodeMessage } from "../decode/decode-message.js";

/** SQS cannot be looked into without taking: for so long nobody else sees what was taken. */
const HIDDEN_SECONDS = 120;
/** A poll that waits asks all of SQS's servers, one that does not only some: when it brings nothing, nothing is there. */
const WAIT_SECONDS = 1;

export interface DeadLetterQueueOptions {
  url: string;
  aws?: AwsOptions;
}

/** Messages that could not be handled, to be looked at and sent again. */
export class DeadLetterQueue {
  private readonly sqs: SQSClient;
  private readonly queue: SqsQueue;
  private readonly held = new Map<ReceivedMessage, Message>();

  constructor({ url, aws = {} }: DeadLetterQueueOptions) {
    this.sqs = createSqsClient(aws);
    this.queue = new SqsQueue(this.sqs, url);
  }

  /**
   * Takes every message that is there, once. They are hidden from others until `close()`, or two minutes.
   * @throws QueueError
   */
  async *messages(): AsyncGenerator<ReceivedMessage, void> {
    const seen = new Set<string>();
    for (let taken = await this.receive(); taken.length > 0; taken = await this.receive()) {
      for (const raw of taken) {
        const message = receivedMessage(raw);
        this.held.set(message, raw);
        if (!seen.has(message.id)) yield message;
        seen.add(message.id);
      }
    }
  }

  /**
   * Sends a message that was taken to `queueUrl` as it is, with the time at which it was first sent, then deletes it here.
   * @throws QueueError it was not sent, and stays; or it was sent but not deleted: then it is in both queues
   */
  async redrive(message: ReceivedMessage, queueUrl: string): Promise<void> {
    const { sentOn } = await decodeMessage(message);
    const MessageAttributes: Record<string, MessageAttributeValue> = {
      sentOn: { DataType: "String", StringValue: sentOn },
    };
    for (const [name, attribute] of Object.entries(this.held.get(message)?.MessageAttributes ?? {})) {
      const { DataType, StringValue, BinaryValue } = attribute;
      MessageAttributes[name] ??= { DataType, ...(BinaryValue ? { BinaryValue } : { StringValue }) };
    }
    try {
      await this.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message.body, MessageAttributes }));
    } catch (error) {
      throw QueueError.of(error, queueUrl, [message.id]);
    }
    const [failure] = await this.queue.delete([message]);
    if (failure) throw failure.error;
    this.held.delete(message);
  }

  /** Gives back what was taken and not sent. */
  async close(): Promise<void> {
    await this.queue.changeVisibility([...this.held.keys()], 0);
    this.sqs.destroy();
  }

  private async receive(): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.queue.url,
      MaxNumberOfMessages: MAX_BATCH_ENTRIES,
      WaitTimeSeconds: WAIT_SECONDS,
      VisibilityTimeout: HIDDEN_SECONDS,
      MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
      MessageAttributeNames: ["All"],
    });
    try {
      return (await this.sqs.send(command)).Messages ?? [];
    } catch (error) {
      throw QueueError.of(error, this.queue.url);
    }
  }
}
