import type { SourceModule } from "../source-module.js";
import { RdsCollector } from "./rds.collector.js";
import { RdsOptions } from "./rds.options.js";

export const rdsSource: SourceModule<RdsOptions> = {
  options: RdsOptions,
  create: (options) => new RdsCollector(options),
};
