import type { SourceModule } from "../source-module.js";
import { JsonCollector } from "./json.collector.js";
import { JsonOptions } from "./json.options.js";

export const jsonSource: SourceModule<JsonOptions> = {
  options: JsonOptions,
  create: (options) => new JsonCollector(options),
};
