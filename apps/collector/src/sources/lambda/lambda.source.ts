import type { SourceModule } from "../source-module.js";
import { LambdaCollector } from "./lambda.collector.js";
import { LambdaOptions } from "./lambda.options.js";

export const lambdaSource: SourceModule<LambdaOptions> = {
  options: LambdaOptions,
  create: (options) => new LambdaCollector(options),
};
