import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { collectForge, type Forge, type ListedRepository } from "../../code-insights/collect-forge.js";
import type { ForgeOptions } from "../../code-insights/forge.options.js";
import type { RepositoryFacts } from "../../code-insights/repository-facts.js";
import { GithubClient } from "./github.client.js";
import type { GithubRepository } from "./github.documents.js";
import { factsOfGithub } from "./github.mapping.js";
import { checkGithubOptions, type GithubOptions } from "./github.options.js";

/** Reads what GitHub knows of repositories: open pull requests, contributors, releases, the state of CI. */
@Collector({ name: "github", schedule: "every 30m", timeout: "25m" })
export class GithubCollector implements Collector, Forge<GithubRepository> {
  readonly name = "github";
  private readonly client: GithubClient;

  /** @throws ConfigurationError if the options do not go together, or the token's variable is not set */
  constructor(private readonly options: GithubOptions) {
    checkGithubOptions(options);
    this.client = new GithubClient(options);
  }

  collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    return collectForge(this, this.options, context);
  }

  async find(path: string): Promise<ListedRepository<GithubRepository>> {
    return listedAs(await this.client.repository(path));
  }

  async *list(): AsyncGenerator<ListedRepository<GithubRepository>> {
    for (const organization of this.options.organizations ?? []) {
      for await (const repository of this.client.repositoriesOf(organization)) yield listedAs(repository);
    }
  }

  async facts(repository: GithubRepository, service: string, events: ForgeOptions["events"]): Promise<RepositoryFacts> {
    const { full_name: name, default_branch: branch } = repository;
    const openPulls = await this.client.openPulls(name);
    const closedPulls = events.includes("merges") ? await this.client.closedPulls(name) : [];
    const releases = await this.client.releases(name);
    const contributors = await this.client.contributorCount(name);
    const commit = await this.client.newestCommit(name, branch);
    const checkRuns = commit && (await this.client.checkRuns(name, commit.sha));
    const status = commit && (await this.client.combinedStatus(name, commit.sha));
    const answers = { repository, openPulls, closedPulls, releases, contributors, commit, checkRuns, status };
    return factsOfGithub(service, answers);
  }
}

function listedAs(listed: GithubRepository): ListedRepository<GithubRepository> {
  const { full_name: path, topics = [], archived: isArchived, fork: isFork } = listed;
  return { path, topics, isArchived, isFork, listed };
}
