/** An object that was written. */
export interface S3ObjectRef {
  bucket: string;
  key: string;
  /** Where the bucket keeps versions. */
  versionId?: string;
}

/** A message that is no notification of S3. */
export class UnknownMessage extends Error {}

type Fields = Record<string, unknown>;

/**
 * The objects that a message says were created: an S3 event notification
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html), the same by way of SNS, or an event of EventBridge. None for S3's
 * test event, and for what was removed.
 * @throws UnknownMessage it is none of them
 */
export function objectsOf(body: string): S3ObjectRef[] {
  const message = parse(body);
  if (message["Type"] === "Notification" && typeof message["Message"] === "string")
    return objectsOf(message["Message"]);
  if (message["Event"] === "s3:TestEvent") return [];
  if (message["source"] === "aws.s3") return eventBridgeObjects(message);
  const records = message["Records"];
  if (!Array.isArray(records)) throw new UnknownMessage("the message is no event of S3");
  return records.flatMap((record: unknown) => {
    const { eventSource, eventName, s3 } = fieldsOf(record);
    if (eventSource !== "aws:s3") throw new UnknownMessage("the message is no event of S3");
    if (typeof eventName !== "string" || !eventName.startsWith("ObjectCreated:")) return [];
    const { bucket, object } = fieldsOf(s3);
    return [refOf(fieldsOf(bucket)["name"], decodeKey(fieldsOf(object)["key"]), fieldsOf(object)["versionId"])];
  });
}

function eventBridgeObjects(message: Fields): S3ObjectRef[] {
  if (message["detail-type"] !== "Object Created") return [];
  const { bucket, object } = fieldsOf(message["detail"]);
  const { key, "version-id": versionId } = fieldsOf(object);
  return [refOf(fieldsOf(bucket)["name"], key, versionId)];
}

function refOf(bucket: unknown, key: unknown, versionId: unknown): S3ObjectRef {
  if (typeof bucket !== "string" || typeof key !== "string") throw new UnknownMessage("the event names no object");
  return { bucket, key, ...(typeof versionId === "string" && { versionId }) };
}

/** As in a form: `my+file%281%29.csv`. */
function decodeKey(key: unknown): unknown {
  if (typeof key !== "string") return key;
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw new UnknownMessage("the event names no object");
  }
}

function parse(body: string): Fields {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    throw new UnknownMessage("the message is not JSON");
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
