import type { SourceModule } from "../source-module.js";
import { DependenciesCollector } from "./dependencies.collector.js";
import { DependenciesOptions } from "./dependencies.options.js";

export const dependenciesSource: SourceModule<DependenciesOptions> = {
  use: "dependencies",
  options: DependenciesOptions,
  create: (options) => new DependenciesCollector(options),
};
