import type { SourceModule } from "../source-module.js";
import { JavaCollector } from "./java.collector.js";
import { JavaOptions } from "./java.options.js";

export const javaSource: SourceModule<JavaOptions> = {
  options: JavaOptions,
  create: (options) => new JavaCollector(options),
};
