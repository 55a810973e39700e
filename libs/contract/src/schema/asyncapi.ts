import type { JsonSchema } from "../fields/json-object.js";
import { MAX_MESSAGE_BYTES, MAX_SNS_MESSAGE_BYTES } from "../limits.js";
import { EXAMPLES, MESSAGE_EXAMPLE } from "../records/examples.js";
import { contractDefinitions } from "./contract-schema.js";

const CONTRACT_VERSION = "1.0.0";
const PAYLOAD_CLASSES = [
  "software.amazon.payloadoffloading.PayloadS3Pointer",
  "com.amazon.sqs.javamessaging.MessageS3Pointer",
];

const HEADERS: JsonSchema = {
  type: "object",
  description: "Attributes of the SNS message, which count towards its size.",
  properties: {
    sentOn: {
      description:
        "Stands in for times that the records lack. A redrive carries the original; a malformed one is ignored.",
      $ref: "#/components/schemas/Timestamp",
    },
  },
};

function headersWith(properties: JsonSchema, required: readonly string[]): JsonSchema {
  return { ...HEADERS, properties: { ...(HEADERS["properties"] as JsonSchema), ...properties }, required };
}

const SIZE_ATTRIBUTE: JsonSchema = { type: "string", pattern: "^[0-9]+$", description: "Bytes of the object." };

const CLAIM_CHECK_PAYLOAD: JsonSchema = {
  description:
    "The wire format of the Amazon SNS and SQS Extended Client Libraries. The object holds what the body would have held.",
  type: "array",
  minItems: 2,
  maxItems: 2,
  items: [
    { enum: PAYLOAD_CLASSES },
    {
      type: "object",
      required: ["s3BucketName", "s3Key"],
      properties: { s3BucketName: { type: "string" }, s3Key: { type: "string" } },
    },
  ],
};

/** The AsyncAPI 3.0 document of what travels over SNS and SQS. */
export function asyncApiDocument(): JsonSchema {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Binnacle records",
      version: CONTRACT_VERSION,
      description:
        "Collectors publish records about Resources to an SNS topic; the catalog's sink receives them from an SQS queue that is subscribed to it " +
        "with raw delivery. Delivery is at least once and in any order, which the records bear by design.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    channels: {
      records: {
        address: null,
        title: "Records",
        description:
          "The SNS topic that collectors publish to, and the queue behind it. Their addresses are a matter of the deployment.",
        messages: {
          records: { $ref: "#/components/messages/records" },
          compressedRecords: { $ref: "#/components/messages/compressedRecords" },
          claimCheck: { $ref: "#/components/messages/claimCheck" },
        },
      },
    },
    operations: {
      receiveRecords: {
        action: "receive",
        title: "Receive records",
        summary: "The sink validates the records and stores them; what it cannot accept becomes a rejection.",
        channel: { $ref: "#/channels/records" },
      },
    },
    components: { messages: messages(), schemas: componentSchemas() },
  };
}

function messages(): JsonSchema {
  return {
    records: {
      name: "records",
      title: "Records",
      summary: `A message or a bare record, at most ${MAX_SNS_MESSAGE_BYTES} bytes with its attributes.`,
      contentType: "application/json",
      headers: HEADERS,
      payload: { $ref: "#/components/schemas/MessageBody" },
      examples: [
        { name: "message", summary: "Records of every kind.", payload: MESSAGE_EXAMPLE },
        { name: "bareRecord", summary: "A record alone.", payload: EXAMPLES.resource[1] },
      ],
    },
    compressedRecords: {
      name: "compressedRecords",
      title: "Compressed records",
      summary: `The same, compressed by gzip and encoded in base64; at most ${MAX_MESSAGE_BYTES} bytes once decoded.`,
      contentType: "text/plain",
      headers: headersWith({ "Content-Encoding": { const: "gzip" } }, ["Content-Encoding"]),
      payload: { type: "string", contentEncoding: "base64", contentMediaType: "application/gzip" },
    },
    claimCheck: {
      name: "claimCheck",
      title: "Claim check",
      summary: "Points to an object of the payload bucket, for what does not fit into a message.",
      contentType: "application/json",
      headers: {
        ...headersWith({ ExtendedPayloadSize: SIZE_ATTRIBUTE, SQSLargePayloadSize: SIZE_ATTRIBUTE }, []),
        anyOf: [{ required: ["ExtendedPayloadSize"] }, { required: ["SQSLargePayloadSize"] }],
      },
      payload: CLAIM_CHECK_PAYLOAD,
      examples: [
        {
          name: "claimCheck",
          payload: [
            PAYLOAD_CLASSES[0],
            { s3BucketName: "binnacle-payloads", s3Key: "5b1f0b53-7a0c-4f6e-9c9e-1f4a5b9e6d21" },
          ],
        },
      ],
    },
  };
}

/** The same definitions: they keep to keywords that draft 07, on which AsyncAPI's schemas rest, knows as well. */
function componentSchemas(): unknown {
  return JSON.parse(JSON.stringify(contractDefinitions()).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
