import { context, propagation, ROOT_CONTEXT, trace, type SpanContext } from "@opentelemetry/api";

/** The headers of W3C Trace Context, which travel as message attributes. */
export const TRACE_ATTRIBUTES = ["traceparent", "tracestate"] as const;

/** What says of which trace a message is, when it is sent now; nothing where nothing is traced. */
export function traceAttributes(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return pick(carrier);
}

/** The span in which a message was published, if its publisher traced it and this process traces. */
export function publishingSpan(attributes: Readonly<Record<string, string>>): SpanContext | undefined {
  if (attributes["traceparent"] === undefined) return undefined;
  return trace.getSpanContext(propagation.extract(ROOT_CONTEXT, pick(attributes)));
}

/** What else a propagator or a publisher adds has no place among ten attributes. */
function pick(values: Readonly<Record<string, string>>): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of TRACE_ATTRIBUTES) {
    const value = values[name];
    if (value !== undefined && value !== "") picked[name] = value;
  }
  return picked;
}
