import { ConfigurationError } from "@binnacle/errors";
import type { SourceModule } from "../source-module.js";
import { DependenciesCollector } from "./dependencies.collector.js";
import { DependenciesOptions } from "./dependencies.options.js";

export const dependenciesSource: SourceModule<DependenciesOptions> = {
  options: DependenciesOptions,
  create(options) {
    if (options.lockfile !== undefined && options.lockfiles !== undefined) {
      throw new ConfigurationError(["give either `lockfile` or `lockfiles`, not both"]);
    }
    return new DependenciesCollector(options);
  },
};
