import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { collectForge, type Forge, type ListedRepository } from "../../code-insights/collect-forge.js";
import type { ForgeOptions } from "../../code-insights/forge.options.js";
import type { RepositoryFacts } from "../../code-insights/repository-facts.js";
import { GitlabClient } from "./gitlab.client.js";
import type { GitlabProject } from "./gitlab.documents.js";
import { factsOfGitlab } from "./gitlab.mapping.js";
import { checkGitlabOptions, type GitlabOptions } from "./gitlab.options.js";

/** Reads what GitLab knows of projects: open merge requests, contributors, releases, the newest pipeline. */
@Collector({ name: "gitlab", schedule: "every 30m", timeout: "25m" })
export class GitlabCollector implements Collector, Forge<GitlabProject> {
  readonly name = "gitlab";
  private readonly client: GitlabClient;

  /** @throws ConfigurationError if the options do not go together, or the token's variable is not set */
  constructor(private readonly options: GitlabOptions) {
    checkGitlabOptions(options);
    this.client = new GitlabClient(options);
  }

  collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    return collectForge(this, this.options, context);
  }

  async find(path: string): Promise<ListedRepository<GitlabProject>> {
    return listedAs(await this.client.project(path));
  }

  async *list(): AsyncGenerator<ListedRepository<GitlabProject>> {
    for (const group of this.options.groups ?? []) {
      for await (const project of this.client.projectsOf(group)) yield listedAs(project);
    }
  }

  async facts(project: GitlabProject, service: string, events: ForgeOptions["events"]): Promise<RepositoryFacts> {
    const { id, default_branch: branch } = project;
    const openRequests = await this.client.openMergeRequests(id);
    const mergedRequests = events.includes("merges") ? await this.client.mergedRequests(id) : [];
    const releases = await this.client.releases(id);
    const contributors = await this.client.contributorCount(id);
    const commit = branch ? await this.client.newestCommit(id, branch) : undefined;
    return factsOfGitlab(service, { project, openRequests, mergedRequests, releases, contributors, commit });
  }
}

function listedAs(listed: GitlabProject): ListedRepository<GitlabProject> {
  const { path_with_namespace: path, topics = [], archived: isArchived, forked_from_project: origin } = listed;
  return { path, topics, isArchived, isFork: origin !== undefined && origin !== null, listed };
}
