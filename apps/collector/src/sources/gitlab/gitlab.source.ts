import type { SourceModule } from "../source-module.js";
import { GitlabCollector } from "./gitlab.collector.js";
import { GitlabOptions } from "./gitlab.options.js";

export const gitlabSource: SourceModule<GitlabOptions> = {
  options: GitlabOptions,
  create: (options) => new GitlabCollector(options),
};
