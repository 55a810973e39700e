import type { SourceModule } from "../source-module.js";
import { GithubCollector } from "./github.collector.js";
import { GithubOptions } from "./github.options.js";

export const githubSource: SourceModule<GithubOptions> = {
  options: GithubOptions,
  create: (options) => new GithubCollector(options),
};
