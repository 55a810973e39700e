import type { SourceModule } from "../source-module.js";
import { GitCollector } from "./git.collector.js";
import { GitOptions } from "./git.options.js";

export const gitSource: SourceModule<GitOptions> = {
  options: GitOptions,
  create: (options) => new GitCollector(options),
};
