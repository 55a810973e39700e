import { relative, sep } from "node:path";
import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { serviceNameOf } from "../git/service-name.js";
import { readLockfiles } from "./dependencies.client.js";
import { mapLockfiles } from "./dependencies.mapping.js";
import type { DependenciesOptions } from "./dependencies.options.js";

/** Publishes what lock files fix. All of them are read before the first record: where one cannot be read, nothing is published. */
@Collector({ name: "dependencies", schedule: "every 10m", timeout: "2m" })
export class DependenciesCollector implements Collector {
  constructor(private readonly options: DependenciesOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { directory, lockfile, lockfiles, environment, includeDev } = this.options;
    const found = await readLockfiles(directory, lockfiles ?? (lockfile === undefined ? undefined : [lockfile]));
    const [first] = found;
    const project = found.length === 1 && first !== undefined ? first.directory : directory;
    const service = this.options.service ?? (await serviceNameOf(project, context.signal));
    const named = found.map(({ path, fileName, content }) => ({
      ...content,
      packages: content.packages.filter(({ scope }) => includeDev || scope !== "development"),
      name: found.length === 1 ? fileName : relative(directory, path).split(sep).join("/"),
    }));
    const { records, warnings } = mapLockfiles(named, { service, environment });
    for (const warning of warnings) context.warn(`${found.map(({ path }) => path).join(", ")}: ${warning}`);
    yield* records;
  }
}
