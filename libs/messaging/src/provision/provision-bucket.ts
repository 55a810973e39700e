import { createS3Client, type AwsOptions } from "../aws/aws-clients.js";

/** Longer than any message lives in the queue and the dead-letter queue together, so that none loses its payload. */
const PAYLOAD_DAYS = 30;

/** Creates a bucket if it is not there, with a rule that deletes payloads in the end: nothing else does. */
export async function provisionBucket(aws: AwsOptions, bucket: string): Promise<void> {
  const { BucketAlreadyOwnedByYou, CreateBucketCommand, PutBucketLifecycleConfigurationCommand } =
    await import("@aws-sdk/client-s3");
  const s3 = await createS3Client(aws);
  try {
    const region = await s3.config.region();
    // S3 refuses its first region as a constraint.
    const location = region === "us-east-1" ? {} : { LocationConstraint: region as "eu-west-1" };
    await s3
      .send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: location }))
      .catch((error: unknown) => {
        if (!(error instanceof BucketAlreadyOwnedByYou)) {
          throw error;
        }
      });
    const rule = {
      ID: "expire",
      Status: "Enabled" as const,
      Filter: { Prefix: "" },
      Expiration: { Days: PAYLOAD_DAYS },
    };
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: [rule] } }),
    );
  } finally {
    s3.destroy();
  }
}
