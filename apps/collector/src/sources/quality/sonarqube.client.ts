import { SourceClient } from "@binnacle/collector";
import { secretFrom } from "../../options/secret-from.js";
import type { SonarqubeOptions } from "./quality.options.js";

/** What is read of the answers of SonarQube's web API (`/web_api` of every server documents it). */
export interface SonarqubeMeasures {
  component: { key: string; name: string; measures: { metric: string; value?: string; period?: { value?: string } }[] };
}

export interface SonarqubeComponent {
  component: { key: string; analysisDate?: string };
}

interface SonarqubeProjects {
  paging: { pageIndex: number; pageSize: number; total: number };
  components: { key: string }[];
}

const PAGE = 500;

/** SonarQube's web API, by a token (SonarQube 10 and newer, SonarQube Cloud). */
export class SonarqubeClient {
  private readonly client: SourceClient;

  /** @throws ConfigurationError if the token's variable is not set */
  constructor(private readonly options: SonarqubeOptions) {
    const { url, tokenFrom, concurrency } = options;
    const token = tokenFrom === undefined ? undefined : secretFrom(tokenFrom, "sonarqube.tokenFrom");
    this.client = new SourceClient({
      baseUrl: url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(token === undefined ? {} : { secrets: [token], credentials: `${tokenFrom} (options.sonarqube.tokenFrom)` }),
      concurrency,
    });
  }

  /** The keys of all projects that the token may see. */
  async *projects(): AsyncGenerator<string> {
    const { organization } = this.options;
    const seen = new Set<string>();
    for (let page = 1; ; page++) {
      const query = { qualifiers: "TRK", organization, p: page, ps: PAGE };
      const { components, paging } = await this.client.getJson<SonarqubeProjects>("/api/components/search", { query });
      for (const { key } of components) {
        if (!seen.has(key)) yield key;
        seen.add(key);
      }
      if (components.length === 0 || page * paging.pageSize >= paging.total) return;
    }
  }

  measures(component: string): Promise<SonarqubeMeasures> {
    const query = { component, metricKeys: this.options.metrics.join(",") };
    return this.client.getJson("/api/measures/component", { query });
  }

  component(component: string): Promise<SonarqubeComponent> {
    return this.client.getJson("/api/components/show", { query: { component } });
  }
}
