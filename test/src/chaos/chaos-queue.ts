import { GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { startEmulator } from "@binnacle/embedded";
import { createSqsClient, provisionMessaging, type AwsOptions, type MessagingResources } from "@binnacle/messaging";
import { EmulatorProxy } from "./emulator-proxy.js";

export const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };
export const REGION = "us-east-1";

/** An emulator of the run's own, behind a proxy, with topic, queue and dead-letter queue. */
export class ChaosQueue {
  private readonly sqs;

  private constructor(
    private readonly emulator: { stop(): Promise<void> },
    readonly proxy: EmulatorProxy,
    readonly resources: MessagingResources,
    aws: AwsOptions,
  ) {
    this.sqs = createSqsClient(aws);
  }

  static async start(): Promise<ChaosQueue> {
    const emulator = await startEmulator();
    try {
      const aws = { endpoint: emulator.endpoint, region: REGION, credentials: CREDENTIALS };
      const resources = await provisionMessaging(aws);
      return new ChaosQueue(emulator, await EmulatorProxy.start(emulator.endpoint), resources, aws);
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  /** After so many receives a message goes to the dead-letter queue. */
  async setMaxReceives(maxReceiveCount: number): Promise<void> {
    const QueueUrl = this.resources.queueUrl;
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
    );
    const { deadLetterTargetArn } = JSON.parse(Attributes["RedrivePolicy"]!) as { deadLetterTargetArn: string };
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    await this.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  }

  /** Messages that wait, and those that somebody has. */
  depth(): Promise<{ visible: number; hidden: number }> {
    return this.depthOf(this.resources.queueUrl);
  }

  async deadLetters(): Promise<number> {
    const { visible, hidden } = await this.depthOf(this.resources.deadLetterQueueUrl);
    return visible + hidden;
  }

  async stop(): Promise<void> {
    this.sqs.destroy();
    await this.proxy.stop();
    await this.emulator.stop();
  }

  private async depthOf(QueueUrl: string): Promise<{ visible: number; hidden: number }> {
    const { Attributes = {} } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return { visible: Number(ApproximateNumberOfMessages), hidden: Number(ApproximateNumberOfMessagesNotVisible) };
  }
}
