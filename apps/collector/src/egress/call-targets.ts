import { isIP } from "node:net";
import { isValidName, type ResourceAddress, service, serviceDeployment } from "@binnacle/contract";
import { wildcard } from "../documents/wildcard.js";
import type { CallTargetRule } from "./call-target.options.js";

/** What is known of something that is called. */
export interface Callee {
  /** The name of the service, where the caller knows it. */
  service?: string;
  host?: string;
  port?: number;
  /** For databases and message brokers: which kind, and which database, topic or queue of it. */
  system?: string;
  namespace?: string;
  isBroker?: boolean;
}

/** Ports that say nothing beyond the protocol. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  cassandra: 9042,
  elasticsearch: 9200,
  kafka: 9092,
  mariadb: 3306,
  mongodb: 27017,
  "microsoft.sql_server": 1433,
  mssql: 1433,
  mysql: 3306,
  opensearch: 9200,
  oracle: 1521,
  "oracle.db": 1521,
  postgresql: 5432,
  rabbitmq: 5672,
  redis: 6379,
};
const HTTP_PORTS: ReadonlySet<number | undefined> = new Set([undefined, 80, 443]);
/** `{service}.{namespace}.svc`, with the cluster's domain behind it or not. */
const CLUSTER_HOST = /^([a-z0-9-]+)\.[a-z0-9-]+\.svc(?:\.|$)/;

/**
 * Finds the Resource of what is called: by the configured rules; by the name that the caller has for it; by its host, where it is a service of a
 * Kubernetes cluster; else it is a `Database` `{system}/{host}/{database}`, a `Topic` `{system}/{topic}` or a `Host` `{host}`.
 */
export class CallTargets {
  private readonly rules;

  constructor(rules: readonly CallTargetRule[]) {
    this.rules = rules.map((rule) => ({ pattern: wildcard(rule.match, "i"), target: targetOf(rule) }));
  }

  /** `undefined`: nothing lasting is known of it, as of an address of a pod. */
  resourceOf(callee: Callee): ResourceAddress | undefined {
    const found = this.configured(callee) ?? derived(callee);
    return found !== undefined && isValidName(found.name) ? found : undefined;
  }

  private configured({ service: known, host, port, namespace }: Callee): ResourceAddress | undefined {
    const names = [known, host, host === undefined || port === undefined ? undefined : `${host}:${port}`, namespace];
    const given = names.filter((name) => name !== undefined);
    return this.rules.find(({ pattern }) => given.some((name) => pattern.test(name)))?.target;
  }
}

function derived({ service: known, host, port, system, namespace, isBroker }: Callee): ResourceAddress | undefined {
  if (system === undefined && known) return service(known);
  const lasting = host === undefined || isPassing(host) ? undefined : host.toLowerCase();
  if (system !== undefined && isBroker === true) {
    return namespace ? { type: "Topic", name: `${system}/${namespace}` } : undefined;
  }
  if (system !== undefined) {
    // What a caller names is as good as a host, and what runs within it is called by nobody.
    const where = lasting ?? known;
    if (where === undefined) return undefined;
    const at = port === undefined || port === DEFAULT_PORTS[system] ? where : `${where}:${port}`;
    return { type: "Database", name: [system, at, ...(namespace ? [namespace] : [])].join("/") };
  }
  if (lasting === undefined) return undefined;
  const clusterService = CLUSTER_HOST.exec(lasting)?.[1];
  if (clusterService !== undefined) return service(clusterService);
  return { type: "Host", name: HTTP_PORTS.has(port) ? lasting : `${lasting}:${port}` };
}

/** Addresses come and go, and `localhost` is another one everywhere. */
function isPassing(host: string): boolean {
  return host === "" || host === "localhost" || isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

function targetOf({ service: name, environment, type, name: resourceName }: CallTargetRule): ResourceAddress {
  if (type !== undefined) return { type, name: resourceName! };
  return environment === undefined ? service(name!) : serviceDeployment(name!, environment);
}
