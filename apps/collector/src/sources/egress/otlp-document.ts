/** The part of OTLP's `ExportTraceServiceRequest` that tells who calls whom, as JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface OtlpTraces {
  resourceSpans?: OtlpResourceSpans[] | undefined;
}

export interface OtlpResourceSpans {
  resource?: { attributes?: OtlpAttribute[] | undefined } | undefined;
  scopeSpans?: { spans?: OtlpSpan[] | undefined }[] | undefined;
}

export interface OtlpSpan {
  kind?: number | string | undefined;
  attributes?: OtlpAttribute[] | undefined;
}

export interface OtlpAttribute {
  key?: string | undefined;
  value?:
    | { stringValue?: string | undefined; intValue?: number | string | undefined; boolValue?: boolean | undefined }
    | undefined;
}
