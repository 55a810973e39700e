import type { ServerResponse } from "node:http";
import type { ConsulCheck, ConsulEntry } from "../sources/consul/consul.client.js";
import { type AskedRequest, sendJson, SourceServer } from "./source-server.js";

/** A server that speaks the part of Consul's HTTP API that reads the catalog: blocking queries by index, staleness, ACL tokens. */
export class ConsulApi {
  readonly token = "c0nsul-t0ken";
  entries: ConsulEntry[];
  /** Headers of every answer but those that are not `stale`. */
  staleHeaders: Record<string, string> = {};
  headers: Record<string, string> = {};
  index = 40;
  private readonly blocked = new Set<() => void>();

  private constructor(
    entries: ConsulEntry[],
    private readonly server: SourceServer,
  ) {
    this.entries = entries;
  }

  static async start(entries: ConsulEntry[]): Promise<ConsulApi> {
    const server = await SourceServer.start(() => {});
    const api = new ConsulApi(entries, server);
    server.answer = (request, response) => api.answer(request, response);
    return api;
  }

  get url(): string {
    return this.server.url;
  }

  get requests(): readonly AskedRequest[] {
    return this.server.requests;
  }

  get blockedCount(): number {
    return this.blocked.size;
  }

  /** Changes the catalog, and wakes those who wait. */
  change(change: (entries: ConsulEntry[]) => ConsulEntry[], index = this.index + 1): void {
    this.entries = change(this.entries);
    this.index = index;
    for (const wake of this.blocked) wake();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private answer({ url, headers }: AskedRequest, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, this.url);
    if (headers["x-consul-token"] !== this.token) {
      response.writeHead(403, { "content-type": "text/plain" }).end("ACL not found");
      return;
    }
    const asked = searchParams.get("index");
    const send = (): void => {
      const staleness = searchParams.has("stale") ? this.staleHeaders : {};
      const own = { "x-consul-index": String(this.index), "x-consul-knownleader": "true", "x-consul-lastcontact": "0" };
      sendJson(response, this.read(pathname), { headers: { ...own, ...staleness, ...this.headers } });
    };
    if (asked === null || Number(asked) === 0 || Number(asked) < this.index) return send();
    const wake = (): void => {
      clearTimeout(timer);
      this.blocked.delete(wake);
      send();
    };
    const timer = setTimeout(wake, Number.parseInt(searchParams.get("wait") ?? "300000", 10));
    this.blocked.add(wake);
    response.on("close", () => {
      clearTimeout(timer);
      this.blocked.delete(wake);
    });
  }

  private read(pathname: string): unknown {
    const name = decodeURIComponent(pathname.split("/").at(-1)!);
    if (pathname === "/v1/catalog/services") {
      const names = Map.groupBy(this.entries, ({ Service }) => Service.Service);
      const services = [...names].map(([service, entries]) => [
        service,
        [...new Set(entries.flatMap(({ Service }) => Service.Tags ?? []))],
      ]);
      return { consul: [], ...(Object.fromEntries(services) as object) };
    }
    if (pathname === "/v1/health/state/any") {
      const checks = new Map<string, ConsulCheck>();
      for (const check of this.entries.flatMap(({ Checks }) => Checks)) {
        checks.set(`${check.Node}/${check.ServiceID}/${check.CheckID}`, check);
      }
      return [...checks.values()];
    }
    return this.entries.filter(({ Service }) => Service.Service === name);
  }
}
