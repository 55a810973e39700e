import { millisecondsOf } from "@binnacle/collector";
import { ConfigurationError, ContractError, TransientError } from "@binnacle/errors";
import { CallTargets } from "../../egress/call-targets.js";
import { type Answer, HttpListener, type ReceivedRequest, type Route } from "../../receiving/http-listener.js";
import type { Receiver, ReceiverContext } from "../../receiving/receiver.js";
import { isLoopback, showsToken } from "../../receiving/secrets.js";
import { secretFrom } from "../../options/secret-from.js";
import { type Caller, CallWindow } from "./call-window.js";
import { decodeJson, decodeProtobuf, UnreadableTraces } from "./decode-traces.js";
import { mapCaller } from "./egress.mapping.js";
import type { OtlpTraces } from "./otlp-document.js";
import { mapTraces } from "./traces.mapping.js";
import type { EgressTracesOptions } from "./traces.options.js";

const TRACES_PATH = "/v1/traces";
/** What has not changed is said again so often, so that it does not look forgotten. */
const REPEAT_MS = 3_600_000;

/** Takes in traces by OTLP over HTTP, and publishes who calls whom. Holds it in memory: traffic repeats itself. */
export class EgressTracesReceiver implements Receiver {
  private readonly targets: CallTargets;
  private readonly window: CallWindow;
  private readonly authorize: Route["authorize"];
  /** What was published last, by deployment. */
  private readonly published = new Map<string, { text: string; at: number }>();
  private readonly intervals: { publish: number; settle: number };
  private listener: HttpListener | undefined;
  private timer: NodeJS.Timeout | undefined;
  private publishing: Promise<void> | undefined;
  private listeningSince = 0;
  private droppedBefore = 0;

  /** @throws ConfigurationError a duration or a secret is missing */
  constructor(
    private readonly options: EgressTracesOptions,
    private readonly now: () => number = () => performance.now(),
  ) {
    const { callees, window, maxCallers, maxCalls, publishEvery, settle, host, tokenFrom } = options;
    this.targets = new CallTargets(callees);
    this.window = new CallWindow({ windowMs: millisecondsOf(window), maxCallers, maxCalls });
    this.intervals = { publish: millisecondsOf(publishEvery), settle: millisecondsOf(settle) };
    if (tokenFrom !== undefined) {
      const token = secretFrom(tokenFrom, "tokenFrom");
      this.authorize = (headers) => showsToken(headers, token);
    } else if (!isLoopback(host)) {
      throw new ConfigurationError([`tokenFrom must be set where others than this machine can reach ${host}`]);
    }
  }

  async start(context: ReceiverContext): Promise<void> {
    const { host, port, maxBodyBytes, maxConcurrent } = this.options;
    const { logger } = context;
    const route: Route = {
      path: TRACES_PATH,
      authorize: (headers) => {
        const isAllowed = this.authorize?.(headers) ?? true;
        if (!isAllowed) context.received("refused");
        return isAllowed;
      },
      handle: async (request) => this.handle(request, context),
    };
    const turnedAway = () => context.received("failed");
    this.listener = new HttpListener({ host, port, routes: [route], maxBodyBytes, maxConcurrent, turnedAway, logger });
    const url = await this.listener.listen();
    this.listeningSince = this.now();
    logger.info({ url: url + TRACES_PATH }, "listening");
    this.timer = setInterval(() => void this.publish(context), this.intervals.publish);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.listener?.stop();
    await this.publishing;
  }

  /** Publishes what has changed since it was published last; nothing before the process has heard enough. */
  publish(context: ReceiverContext): Promise<void> {
    if (this.now() - this.listeningSince < this.intervals.settle) return Promise.resolve();
    this.publishing ??= this.publishChanged(context).finally(() => (this.publishing = undefined));
    return this.publishing;
  }

  private handle({ headers, body }: ReceivedRequest, context: ReceiverContext): Answer {
    const type = headers["content-type"]?.split(";", 1)[0]?.trim();
    const decode = DECODERS.get(type ?? "");
    if (!decode) return { status: 415, body: JSON.stringify({ message: "traces are JSON or protobuf" }) };
    try {
      this.take(decode(body), context);
    } catch (error) {
      if (!(error instanceof UnreadableTraces)) throw error;
      context.received("refused");
      return { status: 400, body: JSON.stringify({ message: error.message }) };
    }
    context.received("accepted");
    // An answer without fields is empty in protobuf.
    return type === JSON_TYPE ? { status: 200, body: "{}" } : { status: 200, contentType: PROTOBUF_TYPE, body: "" };
  }

  private take(traces: OtlpTraces, context: ReceiverContext): void {
    const now = this.now();
    for (const { service, environment = this.options.environment, calls } of mapTraces(traces)) {
      if (service === undefined || environment === undefined) {
        context.unassigned();
        continue;
      }
      const caller: Caller = { service, environment };
      this.window.heardOf(caller, now);
      for (const { callee, protocol } of calls) {
        const target = this.targets.resourceOf(callee);
        if (target) this.window.called(caller, target, protocol, now);
      }
    }
  }

  private async publishChanged(context: ReceiverContext): Promise<void> {
    const { dropped } = this.window;
    if (dropped > this.droppedBefore) {
      context.logger.warn({ dropped: dropped - this.droppedBefore }, "there is no room for more callers or calls");
      this.droppedBefore = dropped;
    }
    const now = this.now();
    const current = new Set<string>();
    for (const { caller, value } of this.window.current(now)) {
      const key = JSON.stringify([caller.service, caller.environment]);
      current.add(key);
      const text = JSON.stringify(value);
      const before = this.published.get(key);
      if (before?.text === text && now - before.at < REPEAT_MS) continue;
      try {
        await context.deliver(mapCaller(caller, value));
        this.published.set(key, { text, at: now });
      } catch (error) {
        if (error instanceof ContractError) continue;
        context.logger.error({ ...caller, err: error }, "calls could not be published; they are tried again");
        if (error instanceof TransientError) return;
      }
    }
    for (const key of this.published.keys()) if (!current.has(key)) this.published.delete(key);
  }
}

const JSON_TYPE = "application/json";
const PROTOBUF_TYPE = "application/x-protobuf";
const DECODERS = new Map([
  [JSON_TYPE, decodeJson],
  [PROTOBUF_TYPE, decodeProtobuf],
]);
