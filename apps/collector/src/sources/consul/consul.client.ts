import { millisecondsOf, type Query, SourceClient, SourceError, type SourceAnswer } from "@binnacle/collector";
import { secretFrom } from "../../options/secret-from.js";
import type { ConsulOptions } from "./consul.options.js";

/** A check of a service or of its node; `Output` is left alone, since it may hold anything. */
export interface ConsulCheck {
  Node: string;
  CheckID: string;
  Name: string;
  Status: string;
  ServiceID: string;
  ServiceName: string;
}

/** An entry of `/v1/health/service/:service`. */
export interface ConsulEntry {
  Node: { Node: string; Address: string; Datacenter: string };
  Service: {
    Kind?: string;
    ID: string;
    Service: string;
    Tags: string[] | null;
    Address: string;
    Port: number;
    Meta: Record<string, string> | null;
  };
  Checks: ConsulCheck[];
}

export interface ConsulAnswer<T> {
  value: T;
  /** Where a blocking query goes on. */
  index: string;
  /** The token may not see everything. */
  isFiltered: boolean;
}

export type ServiceTags = Record<string, string[]>;

/** Reads the catalog by Consul's HTTP API, https://developer.hashicorp.com/consul/api-docs. */
export class ConsulClient {
  private readonly client: SourceClient;
  private readonly timeoutMs: number;
  private readonly maxStaleMs: number;
  private readonly query: Query;

  /** @throws ConfigurationError if the token is not there */
  constructor(private readonly options: ConsulOptions) {
    const { url, tokenFrom, timeout, maxStale, datacenter, namespace, partition } = options;
    this.timeoutMs = millisecondsOf(timeout);
    this.maxStaleMs = millisecondsOf(maxStale);
    this.query = { dc: datacenter, ns: namespace, partition };
    this.client = new SourceClient({
      baseUrl: url,
      ...(tokenFrom === undefined
        ? {}
        : { headers: { "x-consul-token": secretFrom(tokenFrom, "tokenFrom") }, credentials: tokenFrom }),
      timeoutMs: this.timeoutMs,
    });
  }

  /** The names of all services, with their tags. */
  services(): Promise<ConsulAnswer<ServiceTags>> {
    return this.get<ServiceTags>("/v1/catalog/services");
  }

  /** The instances of a service, with their checks. */
  instances(service: string): Promise<ConsulAnswer<ConsulEntry[]>> {
    return this.get<ConsulEntry[]>(`/v1/health/service/${encodeURIComponent(service)}`);
  }

  /** Every check that there is. */
  checks(): Promise<ConsulAnswer<ConsulCheck[]>> {
    return this.get<ConsulCheck[]>("/v1/health/state/any");
  }

  /** The same as `services`, once something has changed after `index`, or after `waitMs`. */
  whenServicesChange(index: string, waitMs: number): Promise<ConsulAnswer<ServiceTags>> {
    return this.get<ServiceTags>("/v1/catalog/services", { index, wait: `${waitMs}ms` }, waitMs);
  }

  /** The same as `checks`, once something has changed after `index`, or after `waitMs`. */
  whenChecksChange(index: string, waitMs: number): Promise<ConsulAnswer<ConsulCheck[]>> {
    return this.get<ConsulCheck[]>("/v1/health/state/any", { index, wait: `${waitMs}ms` }, waitMs);
  }

  private async get<T>(path: string, more: Query = {}, waitMs = 0): Promise<ConsulAnswer<T>> {
    const stale = this.options.stale ? { stale: "" } : {};
    const ask = (query: Query): Promise<SourceAnswer> =>
      this.client.request({
        path,
        query: { ...this.query, ...more, ...query },
        timeoutMs: this.timeoutMs + Math.ceil(waitMs * 1.1),
      });
    let answer = await ask(stale);
    if (this.options.stale && this.isTooOld(answer)) answer = await ask({});
    const value = answer.json<T>();
    if (typeof value !== "object" || value === null) {
      throw new SourceError(`GET ${path}: no answer of Consul's`, { fault: "not-json", retryable: false });
    }
    return {
      value,
      index: nextIndex(answer.headers.get("x-consul-index"), more["index"]),
      isFiltered: answer.headers.get("x-consul-results-filtered-by-acls") === "true",
    };
  }

  private isTooOld({ headers }: SourceAnswer): boolean {
    const lastContact = Number(headers.get("x-consul-lastcontact") ?? 0);
    return headers.get("x-consul-knownleader") === "false" || lastContact > this.maxStaleMs;
  }
}

/** One that has gone backwards, after a snapshot was restored, would block for ever, and 0 would not block: both begin anew, as its documentation has it. */
function nextIndex(told: string | null, before: unknown): string {
  const index = Number(told ?? 0);
  if (index < Number(before ?? 0)) return "0";
  return String(Math.max(index, 1));
}
