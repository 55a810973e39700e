import { BinnacleClient, ProblemError, type Answer } from "@binnacle/client";

export type Service = Answer<"/calculations/service-overview", "get">["result"]["services"][number];
export type Vulnerabilities = Answer<"/calculations/dependency-vulnerabilities", "get">["result"];

/** What cards and page ask of Binnacle. */
export interface BinnacleApi {
  /** One service; `undefined` where the catalog has none of that name. */
  service(name: string): Promise<Service | undefined>;
  /** All services, by name. */
  services(): Promise<Service[]>;
  /** What is vulnerable of the packages that a service depends on. */
  vulnerabilities(service: string): Promise<Vulnerabilities>;
}

export interface BinnacleApiOptions {
  /** Gives the base URL of a backend plug-in, as Backstage's discovery API does. */
  getBaseUrl(pluginId: string): Promise<string>;
  /** Sends a request as the user who is signed in to Backstage, as its fetch API does. */
  fetch: typeof fetch;
  /** Path of Binnacle below Backstage's proxy; `/binnacle` by default. */
  proxyPath?: string | undefined;
}

const PROXY_PATH = "/binnacle";
const PAGE_SIZE = 500;

/** Binnacle behind Backstage's proxy, which adds the token that Binnacle asks for: none ever gets to the browser. */
export class ProxiedBinnacleApi implements BinnacleApi {
  private made: Promise<BinnacleClient> | undefined;

  constructor(private readonly options: BinnacleApiOptions) {}

  async service(name: string): Promise<Service | undefined> {
    const client = await this.client();
    const query = { service: name };
    try {
      const { result } = await client.get("/calculations/service-overview", { params: { query } });
      return result.services[0];
    } catch (error) {
      if (error instanceof ProblemError && error.status === 404) return undefined;
      throw error;
    }
  }

  async services(): Promise<Service[]> {
    const client = await this.client();
    const services: Service[] = [];
    let after: string | undefined;
    do {
      const query = { limit: PAGE_SIZE, events: 0, ...(after !== undefined && { after }) };
      const { result } = await client.get("/calculations/service-overview", { params: { query } });
      services.push(...result.services);
      after = result.next ?? undefined;
    } while (after !== undefined);
    return services;
  }

  async vulnerabilities(service: string): Promise<Vulnerabilities> {
    const client = await this.client();
    const query = { service };
    return (await client.get("/calculations/dependency-vulnerabilities", { params: { query } })).result;
  }

  private client(): Promise<BinnacleClient> {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return this.made;
  }

  private async make(): Promise<BinnacleClient> {
    const { getBaseUrl, fetch, proxyPath = PROXY_PATH } = this.options;
    return new BinnacleClient({
      baseUrl: `${await getBaseUrl("proxy")}${proxyPath}`,
      fetch: (request) => fetch(request),
    });
  }
}
