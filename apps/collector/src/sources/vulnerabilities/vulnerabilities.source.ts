import type { SourceModule } from "../source-module.js";
import { VulnerabilitiesCollector } from "./vulnerabilities.collector.js";
import { VulnerabilitiesOptions } from "./vulnerabilities.options.js";

export const vulnerabilitiesSource: SourceModule<VulnerabilitiesOptions> = {
  options: VulnerabilitiesOptions,
  create: (options) => new VulnerabilitiesCollector(options),
};
