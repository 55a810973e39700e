import type { SourceModule } from "../source-module.js";
import { PrometheusCollector } from "./prometheus.collector.js";
import { PrometheusOptions } from "./prometheus.options.js";

export const prometheusSource: SourceModule<PrometheusOptions> = {
  options: PrometheusOptions,
  create: (options) => new PrometheusCollector(options),
};
