import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { parseTimestamp, type Timestamp } from "@binnacle/contract";
import { TransientError } from "@binnacle/errors";
import { createS3Client } from "@binnacle/messaging";
import type { S3ObjectRef } from "./s3-event.js";

/** An object that is being read. */
export interface S3Object {
  body: Readable;
  bytes: number;
  etag: string;
  /** To the second, as S3 keeps it. */
  lastModified: Timestamp;
}

/** Reads objects. Asks the environment for region, endpoint and credentials, as the AWS SDK does. */
export class S3ObjectReader {
  private client: Promise<S3Client> | undefined;

  /**
   * Opens an object; `undefined`: it is not there any more.
   * @throws TransientError S3 does not answer; whatever else it answers is thrown as it is
   */
  async open({ bucket, key, versionId }: S3ObjectRef, signal: AbortSignal): Promise<S3Object | undefined> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const client = await (this.client ??= createS3Client());
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(versionId !== undefined && { VersionId: versionId }),
    });
    try {
      const { Body, ContentLength = 0, ETag = "", LastModified } = await client.send(command, { abortSignal: signal });
      const lastModified = parseTimestamp((LastModified ?? new Date()).toISOString())!;
      return { body: Body as Readable, bytes: ContentLength, etag: ETag.replaceAll('"', ""), lastModified };
    } catch (error) {
      const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
      const status = $metadata?.httpStatusCode;
      if (name === "NoSuchKey" || name === "NoSuchVersion") return undefined;
      if (signal.aborted || status === undefined || status === 429 || status >= 500) {
        throw new TransientError(`S3 does not give ${bucket}/${key}: ${(error as Error).message}`, { cause: error });
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    (await this.client)?.destroy();
  }
}
