import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { CATALOG_INFO_PATHS, type CatalogInfo, readCatalogInfo } from "../../ownership/catalog-info.js";
import { CODEOWNERS_PATHS } from "../../ownership/codeowners.js";
import { descriptionOf, README_PATHS } from "./description.js";
import { requireRepository } from "./find-repository.js";
import { GitCommand } from "./git-command.js";
import { GitClient } from "./git.client.js";
import { mapRepository } from "./git.mapping.js";
import type { GitOptions } from "./git.options.js";
import { summarizeHistory } from "./history.js";
import { ownershipOf } from "../../ownership/ownership.js";
import { chooseServiceName } from "./service-name.js";
import { readTags } from "./tags.js";

const FILES = [...CATALOG_INFO_PATHS, ...CODEOWNERS_PATHS, ...README_PATHS, "package.json"];

/** Publishes what a repository's history and its descriptive files tell. Everything is read before the first record. */
@Collector({ name: "git", schedule: "every 10m", timeout: "5m" })
export class GitCollector implements Collector {
  constructor(private readonly options: GitOptions) {}

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const { environment, deployments, tagPattern, maxDeployments } = this.options;
    const directory = await requireRepository(this.options.directory);
    const client = new GitClient(new GitCommand(directory, context.signal));
    const state = await client.state();
    const hasCommits = state.head !== undefined;
    const files = hasCommits ? await client.committedFiles(FILES) : new Map<string, string>();
    const packageJson = await client.packageJson(state.isBare, files);
    const service = this.options.service ?? chooseServiceName({ packageJson, remoteUrl: state.remoteUrl, directory });
    const catalogInfo = this.catalogInfo(files, service, context);
    const { records, warnings } = mapRepository(
      {
        service,
        environment,
        state,
        history: await summarizeHistory(hasCommits ? client.history() : [], context.startedOn),
        lastCommit: hasCommits ? await client.lastCommit() : undefined,
        ownership: ownershipOf(files, catalogInfo),
        description: descriptionOf(files, packageJson, catalogInfo),
        tags: deployments === "tags" ? readTags(await client.tags(tagPattern, maxDeployments)) : [],
      },
      context.startedOn,
    );
    for (const warning of warnings) context.warn(`${directory}: ${warning}`);
    yield* records;
  }

  private catalogInfo(
    files: ReadonlyMap<string, string>,
    service: string,
    context: CollectContext,
  ): { path: string; content: CatalogInfo } | undefined {
    const path = CATALOG_INFO_PATHS.find((candidate) => files.has(candidate));
    if (path === undefined) return undefined;
    try {
      const content = readCatalogInfo(files.get(path) ?? "", service);
      return content && { path, content };
    } catch (error) {
      context.warn(`${path} is not valid YAML and is left out`, error);
      return undefined;
    }
  }
}
