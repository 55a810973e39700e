import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A queue of its own for each test. */
export class TestQueue {
  private static created = 0;

  private constructor(
    private readonly sqs: SQSClient,
    readonly url: string,
  ) {}

  static async create(sqs: SQSClient, attributes: Record<string, string> = {}): Promise<TestQueue> {
    const QueueName = `test-${++TestQueue.created}`;
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
    return new TestQueue(sqs, QueueUrl);
  }

  async send(body: string, attributes: Record<string, string> = {}): Promise<void> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
    );
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: body, MessageAttributes }));
  }

  async sendMany(bodies: string[]): Promise<void> {
    for (let start = 0; start < bodies.length; start += 10) {
      const Entries = bodies.slice(start, start + 10).map((MessageBody, index) => ({ Id: String(index), MessageBody }));
      await this.sqs.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries }));
    }
  }

  /** Takes the messages that are visible, so often that their receive count grows by `times`. */
  async receiveAndGiveBack(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
      );
    }
  }

  /** Messages that are visible and in flight. */
  async counts(): Promise<[visible: number, inFlight: number]> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ["All"] }),
    );
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return [Number(ApproximateNumberOfMessages), Number(ApproximateNumberOfMessagesNotVisible)];
  }

  async isEmpty(): Promise<boolean> {
    const [visible, inFlight] = await this.counts();
    return visible === 0 && inFlight === 0;
  }
}
