import type { SourceModule } from "../source-module.js";
import { QualityCollector } from "./quality.collector.js";
import { QualityOptions } from "./quality.options.js";

export const qualitySource: SourceModule<QualityOptions> = {
  options: QualityOptions,
  create: (options) => new QualityCollector(options),
};
