import type { SourceModule } from "../source-module.js";
import { EcsCollector } from "./ecs.collector.js";
import { EcsOptions } from "./ecs.options.js";

export const ecsSource: SourceModule<EcsOptions> = {
  options: EcsOptions,
  create: (options) => new EcsCollector(options),
};
