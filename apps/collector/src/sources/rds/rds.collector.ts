import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { readRegions } from "../../aws/aws-source.js";
import { databaseInstances } from "./rds.client.js";
import { mapDatabaseInstance } from "./rds.mapping.js";
import type { RdsOptions } from "./rds.options.js";

/** Reads the database instances of an AWS account. */
@Collector({ name: "rds", schedule: "every 10m", timeout: "5m", owns: ["RdsInstance"] })
export class RdsCollector implements Collector {
  constructor(private readonly options: RdsOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    yield* readRegions(this.options.regions ?? [undefined], context, (region) => this.readRegion(region, context));
  }

  private async *readRegion(region: string | undefined, { signal }: CollectContext): AsyncGenerator<CatalogRecord> {
    for await (const instances of databaseInstances(region, signal)) {
      for (const instance of instances) yield* mapDatabaseInstance(instance, this.options);
    }
  }
}
