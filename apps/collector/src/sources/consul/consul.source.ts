import type { SourceModule } from "../source-module.js";
import { ConsulCollector } from "./consul.collector.js";
import { ConsulOptions } from "./consul.options.js";

export const consulSource: SourceModule<ConsulOptions> = {
  options: ConsulOptions,
  create: (options) => new ConsulCollector(options),
};
