import type { SourceModule } from "../source-module.js";
import { KubernetesCollector } from "./kubernetes.collector.js";
import { KubernetesOptions } from "./kubernetes.options.js";

export const kubernetesSource: SourceModule<KubernetesOptions> = {
  options: KubernetesOptions,
  create: (options) => new KubernetesCollector(options),
};
