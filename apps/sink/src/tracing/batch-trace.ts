import { publishingSpan } from "@binnacle/messaging";
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from "@opentelemetry/api";

const TRACER = trace.getTracer("@binnacle/sink");

type Attributes = Readonly<Record<string, string>>;

/**
 * The spans of one batch: one of the batch itself, linked to where its messages were published, and for each message that is of a trace
 * one that ends that trace, from its receipt to its commit. A batch all of whose messages are of one trace is a part of that trace.
 */
export class BatchTrace {
  private readonly span: Span;
  private readonly messages: Span[] = [];

  private constructor(parent: Context, count: number) {
    const attributes = { "messaging.system": "aws_sqs", "messaging.batch.message_count": count };
    this.span = TRACER.startSpan("process batch", { kind: SpanKind.CONSUMER, attributes }, parent);
  }

  /** Runs the work on a batch in its span; it is told of every message that was opened, and raises what the work raises. */
  static async of<T>(
    received: readonly { attributes: Attributes }[],
    work: (trace: Pick<BatchTrace, "opened">) => Promise<T>,
  ): Promise<T> {
    const parent = commonParent(received.map(({ attributes }) => attributes));
    const batch = new BatchTrace(parent, received.length);
    try {
      return await context.with(trace.setSpan(parent, batch.span), () => work(batch));
    } catch (error) {
      for (const span of batch.spans) span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
      throw error;
    } finally {
      for (const span of batch.spans) span.end();
    }
  }

  /** An envelope of SNS holds its message's attributes, so they are known only now. */
  opened(attributes: Attributes): void {
    const publishing = publishingSpan(attributes);
    if (!publishing) return;
    this.span.addLink({ context: publishing });
    const parent = trace.setSpanContext(ROOT_CONTEXT, publishing);
    const links = [{ context: this.span.spanContext() }];
    this.messages.push(TRACER.startSpan("process message", { kind: SpanKind.CONSUMER, links }, parent));
  }

  private get spans(): Span[] {
    return [...this.messages, this.span];
  }
}

function commonParent(messages: readonly Attributes[]): Context {
  const [first, ...others] = messages.map(publishingSpan);
  if (!first || others.some((other) => other?.traceId !== first.traceId)) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, first);
}
