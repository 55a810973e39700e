/** Where a payload lies that was too large for a message: a claim check. */
export interface PayloadPointer {
  bucket: string;
  key: string;
}

/** Written by the current Amazon SNS and SQS Extended Client Libraries, and by us. */
const POINTER_CLASS = "software.amazon.payloadoffloading.PayloadS3Pointer";
/** That class, or the one that the older SQS library writes. */
const POINTER_START =
  /^\s*\[\s*"(?:software\.amazon\.payloadoffloading\.PayloadS3Pointer|com\.amazon\.sqs\.javamessaging\.MessageS3Pointer)"/;

/** The message attributes of the two library generations; their value is the payload's size in bytes. */
export const PAYLOAD_SIZE_ATTRIBUTE = "ExtendedPayloadSize";
export const LEGACY_PAYLOAD_SIZE_ATTRIBUTE = "SQSLargePayloadSize";

export function printPointer({ bucket, key }: PayloadPointer): string {
  return JSON.stringify([POINTER_CLASS, { s3BucketName: bucket, s3Key: key }]);
}

/**
 * Recognizes a claim check by its body alone: no message of ours is an array, and attributes get lost where people
 * move messages by hand. `undefined`: the body is no claim check. `"broken"`: it is one that points nowhere.
 */
export function readPointer(body: string): PayloadPointer | "broken" | undefined {
  if (!POINTER_START.test(body)) {
    return undefined;
  }
  try {
    const [, pointer] = JSON.parse(body) as [string, { s3BucketName?: unknown; s3Key?: unknown } | null | undefined];
    const { s3BucketName: bucket, s3Key: key } = pointer ?? {};
    return typeof bucket === "string" && typeof key === "string" && bucket && key ? { bucket, key } : "broken";
  } catch {
    return "broken";
  }
}
