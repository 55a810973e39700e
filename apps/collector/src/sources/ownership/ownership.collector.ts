import { type CollectContext, Collector } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { type CatalogEntity, readEntities } from "../../ownership/catalog-info.js";
import { readCodeowners, readDirectoryOwners } from "../../ownership/codeowners.js";
import { type FileContent, readFiles } from "../../documents/read-files.js";
import { readOwnerList } from "./owner-list.js";
import {
  mapEntity,
  mapServices,
  type ServiceStatement,
  statementOfComponent,
  statementOfEntry,
} from "./ownership.mapping.js";
import { checkOwnershipOptions, type OwnershipOptions } from "./ownership.options.js";

const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Reads who owns what, and what it is for, from the files in which teams write it down. */
@Collector({ name: "ownership", schedule: "every 10m", timeout: "5m" })
export class OwnershipCollector implements Collector {
  /** @throws ConfigurationError if there is nothing to read */
  constructor(private readonly options: OwnershipOptions) {
    checkOwnershipOptions(options);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const statements: ServiceStatement[] = [];
    for (const list of this.options.lists) {
      for await (const { path, text } of contents([list.file], context)) {
        const read = attempt(path, context, () => readOwnerList(path, text, list));
        for (const fault of read?.faults ?? []) context.warn(`${path}: ${fault}`);
        statements.push(...(read?.entries ?? []).map((entry) => statementOfEntry(entry, path)));
      }
    }
    const entities = await this.entities(context);
    statements.push(...this.ofComponents(entities, context));
    for (const { file, service, directory } of this.options.codeowners) {
      for await (const { path, text } of contents([file], context)) {
        const owners = directory === undefined ? readCodeowners(text) : readDirectoryOwners(text, directory);
        const isOwned = owners.teams.length + owners.users.length > 0;
        statements.push({ service, ...(isOwned && { ownership: { from: path, ...owners } }) });
      }
    }
    yield* mapServices(statements);
    for (const { entity, path } of entities) yield* mapEntity(entity, path);
  }

  private async entities(context: CollectContext): Promise<{ entity: CatalogEntity; path: string }[]> {
    const entities: { entity: CatalogEntity; path: string }[] = [];
    for await (const { path, text } of contents(this.options.catalogInfo ?? [], context)) {
      const read = attempt(path, context, () => readEntities(text)) ?? [];
      entities.push(...read.map((entity) => ({ entity, path })));
    }
    return entities;
  }

  private ofComponents(entities: { entity: CatalogEntity; path: string }[], { warn }: CollectContext) {
    const { componentTypes } = this.options;
    const statedIn = new Map<string, string>();
    return entities.flatMap(({ entity, path }) => {
      const isService = entity.kind === "Component" && (componentTypes?.includes(String(entity.spec["type"])) ?? true);
      const statement = isService ? statementOfComponent(entity, path) : undefined;
      if (statement === undefined) return [];
      const first = statedIn.get(statement.service);
      if (first !== undefined) {
        warn(`${path}: there is a Component ${statement.service} in ${first}, too; that one counts`);
        return [];
      }
      statedIn.set(statement.service, path);
      return [statement];
    });
  }
}

async function* contents(
  patterns: readonly string[],
  { warn }: CollectContext,
): AsyncGenerator<Extract<FileContent, { text: string }>> {
  for await (const file of readFiles(patterns, MAX_FILE_BYTES)) {
    if ("fault" in file) warn(`${file.path} ${file.fault}`);
    else yield file;
  }
}

/** A file that cannot be understood does not cost the others. */
function attempt<T>(path: string, { warn }: CollectContext, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    warn(`${path} cannot be understood and is left out: ${(error as Error).message.split("\n")[0]}`);
    return undefined;
  }
}
