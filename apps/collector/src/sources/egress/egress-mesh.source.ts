import type { SourceModule } from "../source-module.js";
import { EgressMeshCollector } from "./mesh.collector.js";
import { EgressMeshOptions } from "./mesh.options.js";

export const egressMeshSource: SourceModule<EgressMeshOptions> = {
  options: EgressMeshOptions,
  create: (options) => new EgressMeshCollector(options),
};
