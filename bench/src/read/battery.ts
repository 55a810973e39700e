import { resourceId } from "@binnacle/contract";
import { LARGE_SERIES, LARGE_SERVICES, nameOf, type CatalogShape, type GeneratedType } from "./catalog-shape.js";
import type { Administration } from "./fill-administration.js";
import type { LoadRequest } from "./load.js";

/** One thing that is asked for in many ways. */
export interface BatteryEntry {
  name: string;
  /** Every number is another request, so that no answer is one that was kept; `undefined`: there are no more. */
  request: (number: number) => LoadRequest | undefined;
  /** How many at a time, where the provider does not let everybody have 16. */
  concurrency?: number;
  /** It runs no SQL, or not always, or such as works once only, or is sent in binary: nothing that a bare handler could repeat. */
  hasNoBare?: boolean;
  /** In each request. */
  records?: number;
}

/** Ids of what there is besides the catalog. */
export interface Stock extends Administration {
  receipts: string[];
}

const API = "/api/v1";

const NOTHING: Stock = { rejections: [], plans: [], runs: [], receipts: [] };

/** Every operation of the API but the change feed, which is no matter of requests. */
export function battery(shape: CatalogShape, base: string, stock = NOTHING): BatteryEntry[] {
  const { counts } = shape;
  // A stride that shares no factor with the counts goes everywhere.
  const pick = (type: GeneratedType, number: number): string => nameOf(type, (number * 7919) % counts[type], shape);
  const id = (type: GeneratedType, number: number): string => resourceId(type, pick(type, number));
  const get: Get = (name, path, more) => ({ name, request: (number) => ({ path: API + path(number) }), ...more });
  const ask = (query: Record<string, string | number>): string =>
    new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)])).toString();
  const large = (number: number): string => nameOf("Service", number % LARGE_SERVICES, shape);
  const since = (minutes: number): string => new Date(Date.parse(base) - minutes * 60_000).toISOString();

  return [
    get("resource by id", (n) => `/resources/${id("ServiceInstance", n)}`),
    get(
      "resource by name",
      (n) => `/resources/by-name?${ask({ type: "ServiceInstance", name: pick("ServiceInstance", n) })}`,
    ),
    get("resource with all readings", (n) => `/resources/${id("ServiceInstance", n)}?readings=*`),
    get("100 resources by id (POST)", () => "", {
      request: (n) => ({
        path: `${API}/resources/query`,
        method: "POST",
        body: JSON.stringify({ ids: Array.from({ length: 100 }, (_, k) => id("ServiceInstance", n * 100 + k)) }),
      }),
    }),
    get("resources", (n) => `/resources?limit=${100 + (n % 2)}`),
    get("resources of a type", () => "/resources?type=ServiceInstance"),
    get("resources of two types", () => "/resources?type=Service&type=RdsInstance"),
    get("1,000 resources of a type", () => "/resources?type=ServiceInstance&limit=1000"),
    get("resources with two readings", () => "/resources?type=ServiceInstance&readings=HealthCheck,InstanceInfo"),
    get("resources counted", () => "/resources?type=ServiceInstance&count=true"),
    get(
      "resources namePrefix",
      (n) => `/resources?${ask({ type: "ServiceInstance", namePrefix: pick("Service", n) })}`,
    ),
    get("resources namePrefix, any type", (n) => `/resources?${ask({ namePrefix: pick("Service", n) })}`),
    get("resources q, of a type", (n) => `/resources?${ask({ type: "Service", q: pick("Service", n).slice(-6) })}`),
    get("resources parentId", (n) => `/resources?parentId=${id("Service", n)}`),
    get("resources parentId=none", () => "/resources?parentId=none"),
    get("resources createdAfter, some", () => `/resources?${ask({ createdAfter: since(90) })}`),
    get("resources createdAfter, none", () => `/resources?${ask({ createdAfter: since(-60) })}`),
    get(
      "resources createdBefore, of a type",
      () => `/resources?${ask({ type: "RdsInstance", createdBefore: since(300 * 1440) })}`,
    ),
    get("resources declared=false", () => "/resources?declared=false"),
    get("resources without, few lack it", () => "/resources?without=Placement"),
    get("resources without, of a type", () => "/resources?type=RdsInstance&without=Placement"),
    get("resources without, many lack it", () => "/resources?without=HealthCheck"),
    get("resources field, many", () => "/resources?field=status:up"),
    get("resources field, few", (n) => `/resources?field=zone:zone-${n % 2000}`),
    get("resources field, of a type", () => "/resources?type=ServiceInstance&field=status:up"),
    get("children, few", (n) => `/resources/${id("ServiceDeployment", n)}/children`),
    get("children, very many", () => `/resources/${id("Registry", 0)}/children`),
    get("ancestors", (n) => `/resources/${id("ServiceInstance", n)}/ancestors`),
    get("descendants", (n) => `/resources/${id("Service", n)}/descendants`),
    get("descendants, very many", () => `/resources/${id("Registry", 0)}/descendants`),
    get("references, 500", (n) => `/resources/${resourceId("ServiceDeployment", `${large(n)}/production`)}/references`),
    get("referrers, few", (n) => `/resources/${id("ServiceDeployment", n)}/referrers`),
    get("referrers, a twelfth of all", () => `/resources/${resourceId("Team", nameOf("Team", 0, shape))}/referrers`),
    get("readings of a resource", (n) => `/resources/${id("ServiceInstance", n)}/readings`),
    get("reading", (n) => `/resources/${id("ServiceInstance", n)}/readings/HealthCheck`),
    get("series", (n) => `/resources/${id("ServiceInstance", n)}/readings/ServiceEvent/series`),
    get(
      "series, large",
      () =>
        `/resources/${resourceId(LARGE_SERIES.type, nameOf(LARGE_SERIES.type, LARGE_SERIES.index, shape))}/readings/${LARGE_SERIES.readingType}/series`,
    ),
    get("readings of a type", () => "/readings?type=HealthCheck"),
    get("readings of a resource type", () => "/readings?resourceType=RdsInstance"),
    get("readings field, few", (n) => `/readings?field=zone:zone-${n % 2000}`),
    get("readings field, nearly all", () => "/readings?type=HealthCheck&field=status:up"),
    get("readings field, nearly all, no type", () => "/readings?field=status:up"),
    get("readings sort", () => "/readings?type=CodeInsights&sort=language"),
    get("readings where, many", () => `/readings?${ask({ type: "HealthCheck", where: '$.status == "down"' })}`, {
      concurrency: 2,
    }),
    get("types", () => "/types"),
    get("sources", () => "/sources"),
    get("resources of a type, all as lines", () => "", {
      request: () => ({ path: `${API}/resources?type=RdsInstance`, accept: "application/x-ndjson" }),
    }),
    get("calculations", () => "/calculations", { hasNoBare: true }),
    get("naming", () => "/naming", { hasNoBare: true }),
    get("contract", () => "/contract", { hasNoBare: true }),
    ...calculations({ shape, get, ask, id, pick, large, since }),
    ...intake(shape, stock, get),
    ...administration(stock, get),
    ...ofTheProcess(),
  ];
}

type Get = (name: string, path: (number: number) => string, more?: Partial<BatteryEntry>) => BatteryEntry;

/** So many in a message. */
const RECORDS = 100;

/** Health checks as a collector hands them in. */
export function messageOf(shape: CatalogShape, number: number, count = RECORDS): string {
  const records = Array.from({ length: count }, (_, position) => ({
    kind: "reading",
    resource: {
      type: "ServiceInstance",
      name: nameOf("ServiceInstance", ((number * count + position) * 7919) % shape.counts.ServiceInstance, shape),
    },
    type: "HealthCheck",
    value: { status: "up", latencyMs: number, message: "is ready, and answered within what is usual for it" },
  }));
  return JSON.stringify({ source: "company/collector-0", records });
}

function intake(shape: CatalogShape, { receipts }: Stock, get: Get): BatteryEntry[] {
  const post = (name: string, query: string, more: Partial<BatteryEntry> = {}): BatteryEntry => ({
    name,
    request: (n) => ({ path: `${API}/records${query}`, method: "POST", body: messageOf(shape, n) }),
    records: RECORDS,
    ...more,
  });
  return [
    post(`${RECORDS} records (POST)`, "", { hasNoBare: true }),
    post(`${RECORDS} records, planned (POST)`, "?mode=plan", { hasNoBare: true }),
    get("receipt", (n) => `/receipts/${receipts[n % receipts.length]}`),
  ];
}

/** What is decided is decided once: there are as many requests as there are things to decide. */
function administration({ rejections, plans, runs }: Stock, get: Get): BatteryEntry[] {
  const decide = (name: string, ids: readonly string[], request: (id: string) => LoadRequest): BatteryEntry => ({
    name,
    request: (n) => (n < ids.length ? request(ids[n]!) : undefined),
    hasNoBare: true,
  });
  const post = (path: string): LoadRequest => ({ path: API + path, method: "POST" });
  const half = Math.floor(plans.length / 2);
  return [
    get("rejections", () => "/rejections"),
    decide("redrive of a rejection (POST)", rejections, (id) => post(`/rejections/${id}/redrive`)),
    decide("rejection (DELETE)", rejections, (id) => ({ path: `${API}/rejections/${id}`, method: "DELETE" })),
    get("housekeeping plans", () => "/housekeeping/plans"),
    decide("approval of a plan (POST)", plans.slice(0, half), (id) => post(`/housekeeping/plans/${id}/approve`)),
    decide("refusal of a plan (POST)", plans.slice(half), (id) => post(`/housekeeping/plans/${id}/reject`)),
    get("housekeeping runs", () => "/housekeeping/runs"),
    decide("undoing of a run (POST)", runs, (id) => post(`/housekeeping/runs/${id}/undo`)),
    get("audit", () => "/audit"),
  ];
}

/** What a process says of itself. */
function ofTheProcess(): BatteryEntry[] {
  return ["/healthz", "/readyz", "/metrics"].map((path) => ({
    name: path,
    request: () => ({ path }),
    hasNoBare: true,
  }));
}

interface Tools {
  shape: CatalogShape;
  get: Get;
  ask: (query: Record<string, string | number>) => string;
  id: (type: GeneratedType, number: number) => string;
  pick: (type: GeneratedType, number: number) => string;
  large: (number: number) => string;
  since: (minutes: number) => string;
}

/** A parameter that hardly bears on the work makes every request another one: results are given out again while they are fresh. */
function calculations({ shape, get, ask, id, pick, large, since }: Tools): BatteryEntry[] {
  const calculate = (name: string, what: string, query: (number: number) => Record<string, string | number>) =>
    get(what === "" ? name : `${name}, ${what}`, (n) => `/calculations/${name}?${ask(query(n))}`);
  const stale = (n: number): string => `PT${900 + n}S`;
  return [
    calculate("service-overview", "one of 500 dependencies", (n) => ({ service: large(n), staleAfter: stale(n) })),
    calculate("service-overview", "100 of 500 dependencies", (n) => ({ staleAfter: stale(n) })),
    calculate("service-overview", "100 of 20 dependencies", (n) => ({
      after: nameOf("Service", LARGE_SERVICES, shape),
      staleAfter: stale(n),
    })),
    calculate("service-overview", "1,000", (n) => ({ limit: 1000, staleAfter: stale(n) })),
    calculate("service-events", "", (n) => ({ service: pick("Service", n), bucket: `PT${3600 + n}S` })),
    calculate("recent-events", "", (n) => ({ from: since(20_000 + n) })),
    calculate("recent-events", "of a team", (n) => ({ owner: nameOf("Team", 1, shape), from: since(20_000 + n) })),
    calculate("service-instances", "", (n) => ({ service: pick("Service", n), staleAfter: stale(n) })),
    calculate("dependency-vulnerabilities", "of 500 dependencies", (n) => ({
      service: large(n),
      limit: 1000 + Math.floor(n / LARGE_SERVICES),
    })),
    calculate("impact", "of a package version", (n) => ({
      id: id("SoftwareDependencyVersion", n),
      limit: 1000 + (n % 9000),
    })),
    calculate("impact", "of a range of versions", (n) => ({
      dependency: `${pick("SoftwareDependency", n)} <1.2`,
      limit: 1000 + (n % 9000),
    })),
    calculate("egress-graph", "around a service", (n) => ({
      service: pick("Service", n),
      limit: 10_000 + (n % 40_000),
    })),
    calculate("egress-graph", "10,000 calls", (n) => ({ limit: 10_000 + (n % 40_000) })),
    calculate("series-aggregate", "20,000 numbers", (n) => ({
      readingType: LARGE_SERIES.readingType,
      resourceType: LARGE_SERIES.type,
      resourceName: nameOf(LARGE_SERIES.type, LARGE_SERIES.index, shape),
      path: "$.latencyMs",
      bucket: `PT${3600 + n}S`,
      from: since(2880),
    })),
    calculate("scorecard", "1,000 services", (n) => ({ limit: 1000, after: `service-000000/${n}` })),
    calculate("freshness", "", (n) => ({ tolerance: (2 + (n % 90_000) / 1000).toFixed(3) })),
    calculate("attention", "", (n) => ({ staleAfter: stale(n) })),
    calculate("stale-resources", "", (n) => ({ limit: n % 1001 })),
    calculate("compare", "", (n) => ({ leftId: id("ServiceInstance", n), rightId: id("ServiceInstance", n + 1) })),
  ];
}
