import { randomUUID } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { BinnacleError, TransientError } from "@binnacle/errors";
import { createS3Client, type AwsOptions } from "../aws/aws-clients.js";
import { describeFailure } from "../aws/aws-failure.js";
import { backoffDelay, sleepUnlessAborted } from "../aws/backoff.js";
import type { PayloadPointer } from "./payload-pointer.js";

/** The bucket for payloads that fit into no message. Nothing is loaded before the first payload, unless asked for. */
export class PayloadStore {
  readonly bucket: string;
  private readonly aws: AwsOptions;
  private client: Promise<S3Client> | undefined;

  constructor({ bucket, aws = {} }: { bucket: string; aws?: AwsOptions }) {
    this.bucket = bucket;
    this.aws = aws;
  }

  /** Loads what the first payload would otherwise wait for. */
  async prepare(): Promise<void> {
    await this.connect();
  }

  /** Stores a payload under a new key. Raises the AWS SDK's errors. */
  async put(payload: string): Promise<PayloadPointer> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const key = randomUUID();
    const client = await this.connect();
    await client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: Buffer.from(payload) }));
    return { bucket: this.bucket, key };
  }

  /**
   * Fetches a payload of at most `maxBytes`.
   * @throws BinnacleError `PAYLOAD_MISSING` (other bucket: without a request; no such object, after retries),
   * `TOO_LARGE`
   * @throws TransientError S3 does not answer
   */
  async get(pointer: PayloadPointer, maxBytes: number): Promise<Buffer> {
    if (pointer.bucket !== this.bucket) {
      throw missing(`${pointer.bucket} is not the bucket for payloads`);
    }
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.fetch(pointer.key, maxBytes);
      } catch (error) {
        if (error instanceof BinnacleError) {
          throw error;
        }
        const { code, detail, isRetryable } = describeFailure(error);
        const cause = { cause: error };
        if (isRetryable) {
          throw new TransientError(`S3 does not give the payload ${pointer.key}: ${detail}`, cause);
        }
        if (attempt === MISSING_RETRIES) {
          throw missing(`${pointer.bucket}/${pointer.key}: ${code} ${detail}`, cause);
        }
        await sleepUnlessAborted(backoffDelay(attempt, MISSING_BACKOFF));
      }
    }
  }

  async close(): Promise<void> {
    (await this.client)?.destroy();
  }

  private async fetch(key: string, maxBytes: number): Promise<Buffer> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await this.connect();
    const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    const stream = Body as (AsyncIterable<Uint8Array> & { destroy(): void }) | undefined;
    if (!stream) {
      return Buffer.alloc(0);
    }
    const chunks: Uint8Array[] = [];
    let bytes = ContentLength ?? 0;
    try {
      if (bytes <= maxBytes) {
        bytes = 0;
        for await (const chunk of stream) {
          chunks.push(chunk);
          bytes += chunk.byteLength;
          if (bytes > maxBytes) {
            break;
          }
        }
      }
    } finally {
      stream.destroy();
    }
    if (bytes > maxBytes) {
      throw new BinnacleError("TOO_LARGE", `the payload ${key} is over ${maxBytes} bytes`);
    }
    return Buffer.concat(chunks);
  }

  private connect(): Promise<S3Client> {
    return (this.client ??= createS3Client(this.aws));
  }
}

/** S3 is consistent, so an absent object stays absent; but its publisher may have stored it a moment too late. */
const MISSING_RETRIES = 2;
const MISSING_BACKOFF = { baseMs: 200, capMs: 1_000 };

function missing(detail: string, options?: ErrorOptions): BinnacleError {
  return new BinnacleError("PAYLOAD_MISSING", detail, options);
}
