import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { serviceNameOf } from "../git/service-name.js";
import { readLockfile } from "./dependencies.client.js";
import { mapLockfile } from "./dependencies.mapping.js";
import type { DependenciesOptions } from "./dependencies.options.js";

/** Publishes what a lock file fixes. The whole file is read before the first record: one that cannot be read publishes nothing. */
@Collector({ name: "dependencies", schedule: "every 10m", timeout: "2m" })
export class DependenciesCollector implements Collector {
  constructor(private readonly options: DependenciesOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { directory, lockfile, environment, includeDev } = this.options;
    const found = await readLockfile(directory, lockfile);
    const service = this.options.service ?? (await serviceNameOf(found.directory, context.signal));
    const packages = found.content.packages.filter(({ scope }) => includeDev || scope !== "development");
    const { records, warnings } = mapLockfile(
      { ...found.content, packages },
      { service, environment, fileName: found.fileName },
    );
    for (const warning of warnings) context.warn(`${found.path}: ${warning}`);
    yield* records;
  }
}
