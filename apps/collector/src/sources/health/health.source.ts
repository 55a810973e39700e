import type { SourceModule } from "../source-module.js";
import { HealthCollector } from "./health.collector.js";
import { HealthOptions } from "./health.options.js";

export const healthSource: SourceModule<HealthOptions> = {
  options: HealthOptions,
  create: (options) => new HealthCollector(options),
};
