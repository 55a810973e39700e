import { type CollectContext, Collector, inParallel, reading, resource, SourceError } from "@binnacle/collector";
import { type CatalogRecord, service } from "@binnacle/contract";
import { readFiles } from "../../documents/read-files.js";
import { codeQualityOf, staticAnalysisOf } from "./quality.mapping.js";
import { checkQualityOptions, type QualityOptions, type SonarqubeOptions } from "./quality.options.js";
import { readSarif, type ToolFindings } from "./sarif.js";
import { SonarqubeClient } from "./sonarqube.client.js";

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Reads what analyzers say of code: logs in SARIF, measures of SonarQube. */
@Collector({ name: "quality", schedule: "every 30m", timeout: "15m" })
export class QualityCollector implements Collector {
  private readonly sonarqube: SonarqubeClient | undefined;

  /** @throws ConfigurationError if there is nothing to read, or the token's variable is not set */
  constructor(private readonly options: QualityOptions) {
    checkQualityOptions(options);
    this.sonarqube = options.sonarqube && new SonarqubeClient(options.sonarqube);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    yield* this.staticAnalyses(context);
    const { sonarqube } = this.options;
    if (sonarqube && this.sonarqube) yield* codeQuality(sonarqube, this.sonarqube, context);
  }

  private async *staticAnalyses({ warn }: CollectContext): AsyncGenerator<CatalogRecord> {
    const byService = new Map<string, ToolFindings[]>();
    for (const { files, service: name } of this.options.sarif) {
      for await (const file of readFiles([files], MAX_FILE_BYTES)) {
        if ("fault" in file) {
          warn(`${file.path} ${file.fault}`);
          continue;
        }
        try {
          byService.set(name, [...(byService.get(name) ?? []), ...readSarif(file.text)]);
        } catch (error) {
          warn(`${file.path} cannot be understood and is left out: ${(error as Error).message}`);
        }
      }
    }
    for (const [name, findings] of byService) {
      const owner = resource(service(name));
      yield owner;
      yield reading(owner, "StaticAnalysis", staticAnalysisOf(findings));
    }
  }
}

async function* codeQuality(
  { url, projects, concurrency }: SonarqubeOptions,
  client: SonarqubeClient,
  { warn, progress }: CollectContext,
): AsyncGenerator<CatalogRecord> {
  const keys = projects === undefined ? client.projects() : Object.keys(projects);
  let done = 0;
  const results = inParallel(keys, concurrency, async (key) => {
    try {
      const [measures, component] = await Promise.all([client.measures(key), client.component(key)]);
      return { key, value: codeQualityOf(url, measures, component) };
    } catch (error) {
      // What is wrong with the credentials is wrong with all projects.
      if (!(error instanceof SourceError) || error.status === 401) throw error;
      return { key, fault: error.message };
    }
  });
  for await (const { key, value, fault } of results) {
    progress(++done);
    if (fault !== undefined) warn(`${key}: ${fault}`);
    if (value === undefined) continue;
    const owner = resource(service(projects?.[key] ?? key));
    yield owner;
    yield reading(owner, "CodeQuality", value);
  }
}
