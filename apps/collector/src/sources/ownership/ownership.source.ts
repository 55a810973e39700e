import type { SourceModule } from "../source-module.js";
import { OwnershipCollector } from "./ownership.collector.js";
import { OwnershipOptions } from "./ownership.options.js";

export const ownershipSource: SourceModule<OwnershipOptions> = {
  options: OwnershipOptions,
  create: (options) => new OwnershipCollector(options),
};
