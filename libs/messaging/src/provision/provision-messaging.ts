import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { createSqsClient, type AwsOptions } from "../aws/aws-clients.js";
import { provisionBucket } from "./provision-bucket.js";
import { provisionQueue, queueArn } from "./provision-queue.js";

/** Where messages go, come from, and large payloads lie. */
export interface MessagingResources {
  topicArn: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  payloadBucket: string;
}

export interface MessagingNames {
  topic: string;
  queue: string;
  deadLetterQueue: string;
  bucket: string;
}

const DEFAULT_NAMES: MessagingNames = {
  topic: "binnacle",
  queue: "binnacle",
  deadLetterQueue: "binnacle-dead-letters",
  bucket: "binnacle-payloads",
};

/** The longest that SQS keeps messages. The dead-letter queue counts from when the first queue received them. */
const RETENTION_SECONDS = 14 * 86_400;
/** After a crash its messages come again this late. The consumer extends it for what it holds. */
const VISIBILITY_SECONDS = 30;
/**
 * A message is isolated on its third receive. Restarts and lost connections count as receives too, and must not carry
 * a sound message away: ten leave it eight receives alone, which the consumer spreads over most of an hour, before it
 * is given up.
 */
const MAX_RECEIVES = 10;

/**
 * Makes sure that topic, queue, dead-letter queue, subscription (raw) and payload bucket are there; what is there
 * already stays as it is but for attributes that differ. For the embedded stack and tests: in production
 * infrastructure code does this.
 */
export async function provisionMessaging({
  names,
  ...aws
}: AwsOptions & { names?: Partial<MessagingNames> } = {}): Promise<MessagingResources> {
  const { topic, queue, deadLetterQueue, bucket } = { ...DEFAULT_NAMES, ...names };
  const sns = new SNSClient(aws);
  const sqs = createSqsClient(aws);
  try {
    const { TopicArn: topicArn = "" } = await sns.send(new CreateTopicCommand({ Name: topic }));
    const deadLetterQueueUrl = await provisionQueue(sqs, deadLetterQueue, {
      MessageRetentionPeriod: String(RETENTION_SECONDS),
    });
    const deadLetterTargetArn = await queueArn(sqs, deadLetterQueueUrl);
    const queueUrl = await provisionQueue(sqs, queue, {
      MessageRetentionPeriod: String(RETENTION_SECONDS),
      VisibilityTimeout: String(VISIBILITY_SECONDS),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MAX_RECEIVES }),
      Policy: JSON.stringify(sendPolicy(topicArn)),
    });
    await subscribe(sns, topicArn, await queueArn(sqs, queueUrl));
    await provisionBucket(aws, bucket);
    return { topicArn, queueUrl, deadLetterQueueUrl, payloadBucket: bucket };
  } finally {
    sns.destroy();
    sqs.destroy();
  }
}

async function subscribe(sns: SNSClient, topicArn: string, endpoint: string): Promise<void> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  const raw = { AttributeName: "RawMessageDelivery", AttributeValue: "true" };
  const existing = Subscriptions.find(({ Endpoint }) => Endpoint === endpoint)?.SubscriptionArn;
  if (existing) {
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: existing, ...raw }));
    return;
  }
  const Attributes = { [raw.AttributeName]: raw.AttributeValue };
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: endpoint, Attributes }));
}

function sendPolicy(topicArn: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: "*",
        Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
      },
    ],
  };
}
