import { type CollectContext, Collector, inParallel } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { AwsRefusalError, readRegions } from "../../aws/aws-source.js";
import { LambdaClient } from "./lambda.client.js";
import { type FunctionFacts, mapFunction } from "./lambda.mapping.js";
import type { LambdaOptions } from "./lambda.options.js";

/** Functions of which more is read at a time; Lambda allows few calls a second. */
const CONCURRENCY = 4;

/** Reads the functions of an AWS account. */
@Collector({ name: "lambda", schedule: "every 10m", timeout: "5m", owns: ["Lambda", "LambdaDeployment"] })
export class LambdaCollector implements Collector {
  constructor(private readonly options: LambdaOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const yielded = new Set<string>();
    for await (const record of readRegions(this.options.regions ?? [undefined], context, (region) =>
      this.readRegion(region, context),
    )) {
      // One function may be deployed as several, each of an environment: once a run is enough.
      const key = record.kind === "resource" && record.type === "Lambda" ? record.name : undefined;
      if (key !== undefined && yielded.has(key)) continue;
      if (key !== undefined) yielded.add(key);
      yield record;
    }
  }

  private async *readRegion(region: string | undefined, { signal }: CollectContext): AsyncGenerator<CatalogRecord> {
    const client = new LambdaClient(region, signal);
    try {
      for await (const functions of client.functions()) {
        for await (const facts of inParallel(functions, CONCURRENCY, (found) => this.readFacts(client, found))) {
          if (facts) yield* mapFunction(facts, this.options);
        }
      }
    } finally {
      client.close();
    }
  }

  /** `undefined` for a function that was deleted since it was listed. */
  private async readFacts(
    client: LambdaClient,
    configuration: FunctionConfiguration,
  ): Promise<FunctionFacts | undefined> {
    const { FunctionArn = "", FunctionName = "" } = configuration;
    const hasAliases = this.options.deployments === "alias";
    try {
      const [tags, aliases, versions] = await Promise.all([
        this.options.readTags ? client.tags(FunctionArn) : {},
        hasAliases ? client.aliases(FunctionName) : undefined,
        hasAliases ? client.versions(FunctionName) : undefined,
      ]);
      return { configuration, tags, ...(aliases ? { aliases } : {}), ...(versions ? { versions } : {}) };
    } catch (error) {
      if (error instanceof AwsRefusalError && error.reason === "ResourceNotFoundException") return undefined;
      throw error;
    }
  }
}
