import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  type QueueAttributeName,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { describeFailure } from "../aws/aws-failure.js";

type Attributes = Partial<Record<QueueAttributeName, string>>;

/** Creates a queue, or sets the attributes of the one that is there. Returns its URL. */
export async function provisionQueue(sqs: SQSClient, name: string, attributes: Attributes): Promise<string> {
  try {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    return QueueUrl;
  } catch (error) {
    if (!describeFailure(error).code.endsWith("QueueNameExists")) {
      throw error;
    }
    const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: attributes }));
    return QueueUrl;
  }
}

export async function queueArn(sqs: SQSClient, queueUrl: string): Promise<string> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] });
  const { Attributes } = await sqs.send(command);
  return Attributes?.["QueueArn"] ?? "";
}
