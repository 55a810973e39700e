import type { Callee } from "../../egress/call-targets.js";
import type { Caller } from "./call-window.js";
import type { EgressMeshOptions, EnvoyOptions } from "./mesh.options.js";

/** The labels of a series. */
export type Labels = Readonly<Record<string, string>>;

/** A call that a proxy has counted. */
export interface MeshCall {
  caller: Caller;
  callee: Callee;
  protocol: string;
}

/** An expression that gives a series for each call, and how such a series is read. */
export interface MeshQuery {
  expression: string;
  map: (labels: Labels) => MeshCall | undefined;
}

const ISTIO_LABELS = [
  "source_canonical_service",
  "source_workload",
  "source_workload_namespace",
  "destination_canonical_service",
  "destination_service",
  "request_protocol",
];
const ISTIO_COUNTERS = ["istio_requests_total", "istio_tcp_connections_opened_total"];
const CLUSTER = "envoy_cluster_name";
/** Where Istio counts what it cannot tell. */
const NOBODY = /^(?:unknown|PassthroughCluster|BlackHoleCluster)?$/;

/**
 * What is asked of Prometheus: Istio's standard metrics as the callers' proxies report them
 * (https://istio.io/latest/docs/reference/config/metrics/), and Envoy's requests by upstream cluster.
 */
export function meshQueries(
  options: Pick<EgressMeshOptions, "window" | "environment" | "istio" | "envoy">,
): MeshQuery[] {
  const { window, environment, istio, envoy } = options;
  const istioQueries = ISTIO_COUNTERS.map((counter) => ({
    expression: `sum by (${ISTIO_LABELS.join(", ")}) (increase(${counter}{reporter="source"}[${window}])) > 0`,
    map: (labels: Labels) => istioCall(labels, environment),
  }));
  if (!envoy) return istio ? istioQueries : [];
  const by = [CLUSTER, ...envoy.service, ...envoy.environment].join(", ");
  const envoyQuery = {
    expression: `sum by (${by}) (increase(envoy_cluster_upstream_rq_total[${window}])) > 0`,
    map: (labels: Labels) => envoyCall(labels, envoy, environment),
  };
  return [...(istio ? istioQueries : []), envoyQuery];
}

function istioCall(labels: Labels, fixed: string | undefined): MeshCall | undefined {
  const service = known(labels["source_canonical_service"]) ?? known(labels["source_workload"]);
  const environment = fixed ?? known(labels["source_workload_namespace"]);
  const target = known(labels["destination_canonical_service"]);
  const host = known(labels["destination_service"]);
  if (service === undefined || environment === undefined || (target ?? host) === undefined) return undefined;
  return {
    caller: { service, environment },
    callee: { ...(target !== undefined && { service: target }), ...(host !== undefined && { host }) },
    protocol: known(labels["request_protocol"])?.toLowerCase() ?? "tcp",
  };
}

function envoyCall(labels: Labels, envoy: EnvoyOptions, fixed: string | undefined): MeshCall | undefined {
  const first = (names: readonly string[]) =>
    names.map((name) => known(labels[name])).find((text) => text !== undefined);
  const service = first(envoy.service);
  const environment = fixed ?? first(envoy.environment);
  const cluster = known(labels[CLUSTER]);
  if (service === undefined || environment === undefined || cluster === undefined) return undefined;
  // Istio calls a cluster `outbound|8080|subset|host`, and one that leads inwards `inbound|…`.
  const [direction, port, , host] = cluster.split("|");
  if (direction === "inbound") return undefined;
  const callee: Callee =
    host === undefined
      ? cluster.includes(".")
        ? { host: cluster }
        : { service: cluster }
      : { host, ...(Number(port) > 0 && { port: Number(port) }) };
  return { caller: { service, environment }, callee, protocol: "http" };
}

function known(label: string | undefined): string | undefined {
  return label === undefined || NOBODY.test(label) ? undefined : label;
}
