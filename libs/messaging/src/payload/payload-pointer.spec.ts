import { describe, expect, it } from "@jest/globals";
import { printPointer, readPointer } from "./payload-pointer.js";

describe("A claim check", () => {
  it("is printed as the Amazon Extended Client Libraries do", () => {
    expect(printPointer({ bucket: "b", key: "k" })).toBe(
      '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":"k"}]',
    );
  });

  it.each([
    ["of Java", '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":"k"}]'],
    [
      "of Python, which prints spaces",
      '["software.amazon.payloadoffloading.PayloadS3Pointer", {"s3BucketName": "b", "s3Key": "k"}]',
    ],
    ["of the older SQS library", '["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3Key":"k","s3BucketName":"b"}]'],
  ])("is read as it comes from the library %s", (_, body) => {
    expect(readPointer(body)).toEqual({ bucket: "b", key: "k" });
  });

  it.each([
    '["software.amazon.payloadoffloading.PayloadS3Pointer"]',
    '["software.amazon.payloadoffloading.PayloadS3Pointer",null]',
    '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b"}]',
    '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":""}]',
    '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"b","s3Key":7}]',
    '["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3Bucket',
  ])("that points nowhere is broken: %s", (body) => {
    expect(readPointer(body)).toBe("broken");
  });

  it.each([
    "",
    "[]",
    '{"records":[]}',
    '["other.Class",{"s3BucketName":"b","s3Key":"k"}]',
    '{"a":"software.amazon.payloadoffloading.PayloadS3Pointer"}',
  ])("is not seen in another body: %s", (body) => {
    expect(readPointer(body)).toBeUndefined();
  });
});
