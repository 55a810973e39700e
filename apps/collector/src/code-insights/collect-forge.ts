import { type CollectContext, inParallel, SourceError } from "@binnacle/collector";
import { type CatalogRecord, isValidName } from "@binnacle/contract";
import { mapRepositoryFacts } from "./code-insights.mapping.js";
import type { ForgeOptions } from "./forge.options.js";
import type { RepositoryFacts } from "./repository-facts.js";

/** A forge, as far as it is asked. `R` is what it says of a repository in a list. */
export interface Forge<R> {
  /** As in `from` of the Reading. */
  readonly name: string;
  /** The repositories of all that the options name by their owner. */
  list(): AsyncIterable<ListedRepository<R>>;
  find(path: string): Promise<ListedRepository<R>>;
  facts(listed: R, service: string, events: ForgeOptions["events"]): Promise<RepositoryFacts>;
}

export interface ListedRepository<R> {
  /** `acme/orders` */
  path: string;
  topics: readonly string[];
  isArchived: boolean;
  isFork: boolean;
  listed: R;
}

/**
 * Reads repository after repository. One that cannot be read is a warning; credentials that are refused, limits that are used up and a list
 * that breaks off end the run, after what is under way.
 */
export async function* collectForge<R>(
  forge: Forge<R>,
  options: ForgeOptions,
  context: CollectContext,
): AsyncGenerator<CatalogRecord> {
  const takenBy = new Map<string, string>();
  let end: { error: unknown } | undefined;
  let done = 0;
  async function* untilEnd(): AsyncGenerator<ListedRepository<R>> {
    try {
      for await (const repository of chosen(forge, options, context)) {
        if (end !== undefined) return;
        yield repository;
      }
    } catch (error) {
      end ??= { error };
    }
  }
  const results = inParallel(
    untilEnd(),
    options.concurrency,
    async ({ path, listed }): Promise<{ facts?: RepositoryFacts; fault?: string }> => {
      const service = options.services[path] ?? path.slice(path.lastIndexOf("/") + 1);
      const taken = takenBy.get(service);
      if (taken !== undefined) {
        return { fault: `${path}: ${taken} is the Service ${service} already; say in options.services which is which` };
      }
      takenBy.set(service, path);
      if (!isValidName(service)) return { fault: `${path}: ${JSON.stringify(service)} is no name of a Service` };
      try {
        return { facts: await forge.facts(listed, service, options.events) };
      } catch (error) {
        if (error instanceof SourceError && !endsRun(error)) return { fault: `${path}: ${error.message}` };
        end ??= { error };
        return {};
      }
    },
  );
  for await (const { facts, fault } of results) {
    context.progress(++done);
    if (fault !== undefined) context.warn(fault);
    if (facts !== undefined) yield* mapRepositoryFacts(facts, forge.name, options, context.startedOn);
  }
  if (end !== undefined) throw end.error;
}

/** Those that are named, and of all others those that the options do not filter out; each once. */
async function* chosen<R>(
  forge: Forge<R>,
  { repositories = [], topics, includeArchived, includeForks }: ForgeOptions,
  { warn }: CollectContext,
): AsyncGenerator<ListedRepository<R>> {
  // A list that changes while it is read page by page may show one twice.
  const seen = new Set<string>();
  for (const path of repositories) {
    try {
      const repository = await forge.find(path);
      if (!seen.has(repository.path)) yield repository;
      seen.add(repository.path);
    } catch (error) {
      if (!(error instanceof SourceError) || endsRun(error)) throw error;
      warn(`${path}: ${error.message}`);
    }
  }
  for await (const repository of forge.list()) {
    const isWanted =
      (includeArchived || !repository.isArchived) &&
      (includeForks || !repository.isFork) &&
      (topics === undefined || topics.some((topic) => repository.topics.includes(topic)));
    if (isWanted && !seen.has(repository.path)) yield repository;
    seen.add(repository.path);
  }
}

/** The next repository would meet the same. */
function endsRun({ status }: SourceError): boolean {
  return status === 401 || status === 429;
}
