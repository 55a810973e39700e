import type { SourceModule } from "../source-module.js";
import { WebCollector } from "./web.collector.js";
import { WebOptions } from "./web.options.js";

export const webSource: SourceModule<WebOptions> = {
  options: WebOptions,
  create: (options) => new WebCollector(options),
};
