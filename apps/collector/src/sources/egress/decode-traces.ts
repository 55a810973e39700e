import protobuf from "protobufjs/light.js";
import type { OtlpTraces } from "./otlp-document.js";

/** The fields that are read of opentelemetry/proto/trace/v1/trace.proto, collector included; all others are skipped. */
const ROOT = protobuf.Root.fromJSON({
  nested: {
    Request: { fields: { resourceSpans: { rule: "repeated", type: "ResourceSpans", id: 1 } } },
    ResourceSpans: {
      fields: { resource: { type: "Resource", id: 1 }, scopeSpans: { rule: "repeated", type: "ScopeSpans", id: 2 } },
    },
    Resource: { fields: { attributes: { rule: "repeated", type: "KeyValue", id: 1 } } },
    ScopeSpans: { fields: { spans: { rule: "repeated", type: "Span", id: 2 } } },
    Span: { fields: { kind: { type: "int32", id: 6 }, attributes: { rule: "repeated", type: "KeyValue", id: 9 } } },
    KeyValue: { fields: { key: { type: "string", id: 1 }, value: { type: "AnyValue", id: 2 } } },
    AnyValue: {
      oneofs: { value: { oneof: ["stringValue", "boolValue", "intValue"] } },
      fields: {
        stringValue: { type: "string", id: 1 },
        boolValue: { type: "bool", id: 2 },
        intValue: { type: "int64", id: 3 },
      },
    },
  },
});
const REQUEST = ROOT.lookupType("Request");

/** A body that is no traces. */
export class UnreadableTraces extends Error {}

/** Raises `UnreadableTraces`. */
export function decodeProtobuf(body: Uint8Array): OtlpTraces {
  try {
    return REQUEST.toObject(REQUEST.decode(body), { longs: String }) as OtlpTraces;
  } catch (cause) {
    throw new UnreadableTraces("the body is no ExportTraceServiceRequest", { cause });
  }
}

/** Raises `UnreadableTraces`. */
export function decodeJson(body: Uint8Array): OtlpTraces {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new UnreadableTraces("the body is not JSON", { cause });
  }
  if (typeof content !== "object" || content === null) throw new UnreadableTraces("the body must be an object");
  return content as OtlpTraces;
}
