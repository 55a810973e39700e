import type { Callee } from "../../egress/call-targets.js";
import type { OtlpAttribute, OtlpResourceSpans, OtlpSpan, OtlpTraces } from "./otlp-document.js";
import { UnreadableTraces } from "./decode-traces.js";

/** Who made spans, and what they call. */
export interface TracedCaller {
  /** `undefined`: the telemetry does not name it. */
  service: string | undefined;
  environment: string | undefined;
  calls: { callee: Callee; protocol: string }[];
}

/** Longer texts are no names of the catalog. */
const MAX_NAME = 512;
const MAX_PROTOCOL = 64;

type Attributes = ReadonlyMap<string, string>;

// SPAN_KIND_CLIENT and SPAN_KIND_PRODUCER: what leaves a process.
const CLIENTS: ReadonlySet<unknown> = new Set([3, "SPAN_KIND_CLIENT"]);
const PRODUCERS: ReadonlySet<unknown> = new Set([4, "SPAN_KIND_PRODUCER"]);

/** Who calls what, by a request to export traces. Raises `UnreadableTraces`. */
export function mapTraces({ resourceSpans }: OtlpTraces): TracedCaller[] {
  return listOf(resourceSpans).map((each) => mapResourceSpans(each));
}

/**
 * What the spans of one resource tell, by OpenTelemetry's semantic conventions, stable and older names alike:
 * https://opentelemetry.io/docs/specs/semconv/
 */
function mapResourceSpans({ resource, scopeSpans }: OtlpResourceSpans): TracedCaller {
  const attributes = attributesOf(resource?.attributes);
  const name = attributes.get("service.name");
  const spans = listOf(scopeSpans).flatMap((scope) => listOf(scope?.spans));
  return {
    // What SDKs say where nobody has given a name.
    service: name === undefined || name.startsWith("unknown_service") || name.length > MAX_NAME ? undefined : name,
    environment: first(attributes, "deployment.environment.name", "deployment.environment"),
    calls: spans.flatMap((span) => callOf(span) ?? []),
  };
}

function callOf(span: OtlpSpan): TracedCaller["calls"][number] | undefined {
  const isProducer = PRODUCERS.has(span?.kind);
  if (!isProducer && !CLIENTS.has(span?.kind)) return undefined;
  const attributes = attributesOf(span.attributes);
  const url = urlOf(first(attributes, "url.full", "http.url"));
  const peer = first(attributes, "service.peer.name", "peer.service");
  const host = first(attributes, "server.address", "net.peer.name", "http.host")?.replace(/:\d+$/, "") ?? url?.hostname;
  const port = Number(first(attributes, "server.port", "net.peer.port") ?? url?.port);
  const database = first(attributes, "db.system.name", "db.system");
  const broker = attributes.get("messaging.system");
  const system = broker ?? database;
  const namespace = broker === undefined ? first(attributes, "db.namespace", "db.name") : topicOf(attributes);
  return {
    callee: {
      ...(peer !== undefined && { service: peer }),
      ...(host !== undefined && { host }),
      ...(port > 0 && { port }),
      ...(system !== undefined && { system }),
      ...(namespace !== undefined && { namespace }),
      ...(broker !== undefined && { isBroker: true }),
    },
    protocol: protocolOf(attributes, system, url).slice(0, MAX_PROTOCOL),
  };
}

/** The topic or queue; replies go to names that live as long as a request. */
function topicOf(attributes: Attributes): string | undefined {
  if (attributes.get("messaging.destination.temporary") === "true") return undefined;
  return first(attributes, "messaging.destination.template", "messaging.destination.name", "messaging.destination");
}

function protocolOf(attributes: Attributes, system: string | undefined, url: URL | undefined): string {
  const isHttp = url !== undefined || first(attributes, "http.request.method", "http.method") !== undefined;
  return system ?? first(attributes, "rpc.system.name", "rpc.system") ?? (isHttp ? "http" : "other");
}

function urlOf(text: string | undefined): URL | undefined {
  return text === undefined ? undefined : (URL.parse(text) ?? undefined);
}

function first(attributes: Attributes, ...names: string[]): string | undefined {
  return names.map((name) => attributes.get(name)).find((value) => value !== undefined);
}

function attributesOf(attributes: OtlpAttribute[] | undefined): Attributes {
  const found = new Map<string, string>();
  for (const { key, value } of listOf(attributes)) {
    const text = textOf(value?.stringValue ?? value?.intValue ?? value?.boolValue);
    if (typeof key === "string" && text !== "") found.set(key, text);
  }
  return found;
}

function textOf(given: unknown): string {
  const isText = typeof given === "string" || typeof given === "number" || typeof given === "boolean";
  return isText ? String(given).toWellFormed().replaceAll("\0", "") : "";
}

/** A list of a document that somebody else wrote. */
function listOf<T>(list: readonly T[] | null | undefined): readonly T[] {
  if (list === undefined || list === null) return [];
  const isList = Array.isArray(list) && list.every((item) => typeof item === "object" && item !== null);
  if (!isList) throw new UnreadableTraces("the body is no ExportTraceServiceRequest");
  return list;
}
