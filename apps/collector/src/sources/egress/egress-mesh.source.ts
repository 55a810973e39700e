import type { SourceModule } from "../source-module.js";
import { EgressMeshCollector } from "./mesh.collector.js";
import { EgressMeshOptions } from "./mesh.options.js";

export const egressMeshSource: SourceModule<EgressMeshOptions> = {
  use: "egress-mesh",
  options: EgressMeshOptions,
  create: (options) => new EgressMeshCollector(options),
};
