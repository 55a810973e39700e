import { PublishBatchCommand, type PublishBatchCommandOutput, type SNSClient } from "@aws-sdk/client-sns";
import { describeFailure, isPassingCode, type AwsFailure } from "../aws/aws-failure.js";
import { backoffDelay } from "../aws/backoff.js";
import type { Delivery } from "./delivery.js";
import type { OutboundMessage } from "./outbound-message.js";
import { takeCall } from "./take-call.js";

const BACKOFF = { baseMs: 100, capMs: 5_000 };

export interface BatchSenderOptions {
  client: SNSClient;
  topicArn: string;
  /** `PublishBatch` calls at a time. */
  concurrency: number;
  /** How long a message is tried before it is given up, from when it was handed over. */
  retryForMs: number;
}

/**
 * Sends messages in as few `PublishBatch` calls as it can without holding any back, and retries what may yet succeed.
 */
export class BatchSender {
  private readonly queue: Delivery[] = [];
  private calls = 0;
  private isScheduled = false;
  private failedCalls = 0;
  private pausedUntil = 0;

  constructor(private readonly options: BatchSenderOptions) {}

  /** Resolves when SNS has confirmed the message, or when it is given up, with the reason. Never rejects. */
  send(message: OutboundMessage): Promise<AwsFailure | undefined> {
    return new Promise((settle) => {
      this.queue.push({ message, since: performance.now(), failures: 0, isSuspect: false, settle });
      this.schedule();
    });
  }

  /** On the next turn of the event loop, so that messages which come together share a call. */
  private schedule(): void {
    if (this.isScheduled) {
      return;
    }
    this.isScheduled = true;
    const start = () => {
      this.isScheduled = false;
      this.start();
    };
    const pause = this.pausedUntil - performance.now();
    if (pause > 0) {
      setTimeout(start, pause);
    } else {
      setImmediate(start);
    }
  }

  private start(): void {
    if (this.pausedUntil > performance.now()) {
      this.schedule();
      return;
    }
    while (this.calls < this.options.concurrency && this.queue.length > 0) {
      this.calls++;
      void this.call(takeCall(this.queue)).finally(() => {
        this.calls--;
        if (this.queue.length > 0) {
          this.schedule();
        }
      });
    }
  }

  private async call(deliveries: Delivery[]): Promise<void> {
    const PublishBatchRequestEntries = deliveries.map(({ message }, index) => ({
      Id: String(index),
      Message: message.body,
      MessageAttributes: message.attributes,
    }));
    const command = new PublishBatchCommand({ TopicArn: this.options.topicArn, PublishBatchRequestEntries });
    let answer;
    try {
      answer = await this.options.client.send(command);
    } catch (error) {
      this.onFailedCall(deliveries, describeFailure(error));
      return;
    }
    this.failedCalls = 0;
    this.onAnswer(deliveries, answer);
  }

  private onAnswer(deliveries: Delivery[], { Successful, Failed }: PublishBatchCommandOutput): void {
    const confirmed = new Set(Successful?.map(({ Id }) => Id));
    const failed = new Map(Failed?.map((entry) => [entry.Id, entry]));
    for (const [index, delivery] of deliveries.entries()) {
      const id = String(index);
      if (confirmed.has(id)) {
        delivery.settle(undefined);
        continue;
      }
      const { Code: code = "UNKNOWN", Message: detail = "SNS does not say why", SenderFault } = failed.get(id) ?? {};
      this.onFailedMessage(delivery, { code, detail, isRetryable: !SenderFault || isPassingCode(code) });
    }
  }

  private onFailedCall(deliveries: Delivery[], failure: AwsFailure): void {
    if (!failure.isRetryable && deliveries.length > 1) {
      for (const delivery of deliveries) {
        delivery.isSuspect = true;
      }
      this.queue.unshift(...deliveries);
      return;
    }
    if (failure.isRetryable) {
      // What stopped this call would stop the next one, so nothing is sent meanwhile.
      const delay = backoffDelay(this.failedCalls++, BACKOFF);
      this.pausedUntil = Math.max(this.pausedUntil, performance.now() + delay);
    }
    for (const delivery of deliveries) {
      this.onFailedMessage(delivery, failure);
    }
  }

  private onFailedMessage(delivery: Delivery, failure: AwsFailure): void {
    if (!failure.isRetryable || performance.now() - delivery.since >= this.options.retryForMs) {
      delivery.settle(failure);
      return;
    }
    const again = () => {
      this.queue.push(delivery);
      this.schedule();
    };
    setTimeout(again, backoffDelay(delivery.failures++, BACKOFF));
  }
}
