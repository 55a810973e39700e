import { type CollectContext, inParallel, removal } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { mergeIterables } from "../../watching/merge-iterables.js";
import { PublishedInstances } from "../../watching/published-instances.js";
import type { ConsulAnswer, ConsulCheck, ConsulClient, ServiceTags } from "./consul.client.js";
import { isService, mapInstance } from "./consul.mapping.js";
import type { ConsulOptions } from "./consul.options.js";
import { servicesOfChangedChecks, servicesOfChangedTags } from "./what-changed.js";

/** Services read at a time. */
const CONCURRENCY = 6;
const LONGEST_WAIT_MS = 300_000;

/** One run: what it has learned of the catalog so far, and what it has published. */
export class ConsulRun {
  private readonly instances = new PublishedInstances();
  /** Services and deployments, which many instances share. */
  private readonly shared = new Set<string>();
  /** Which nodes a service has instances on. */
  private readonly nodes = new Map<string, ReadonlySet<string>>();
  private services: ConsulAnswer<ServiceTags> | undefined;

  constructor(
    private readonly client: ConsulClient,
    private readonly options: ConsulOptions,
    private readonly context: CollectContext,
  ) {}

  /** All that there is. */
  async *list(): AsyncGenerator<CatalogRecord> {
    this.services = await this.client.services();
    if (this.services.isFiltered) this.context.warn("the token may not see all services");
    yield* this.readAll(Object.keys(this.services.value));
  }

  /** What changes until then. `checks` are those from before the list, so that nothing falls in between. */
  async *watch(checks: ConsulAnswer<ConsulCheck[]>, until: number): AsyncGenerator<CatalogRecord> {
    const { client, nodes } = this;
    const changes = [
      this.changes(
        this.services!,
        until,
        (index, waitMs) => client.whenServicesChange(index, waitMs),
        servicesOfChangedTags,
      ),
      this.changes(
        checks,
        until,
        (index, waitMs) => client.whenChecksChange(index, waitMs),
        (before, after) => servicesOfChangedChecks(before, after, nodes),
      ),
    ];
    for await (const names of mergeIterables(changes)) yield* this.readAll(names);
  }

  /** The services that are concerned, each time that something has changed. */
  private async *changes<T>(
    known: ConsulAnswer<T>,
    until: number,
    ask: (index: string, waitMs: number) => Promise<ConsulAnswer<T>>,
    concerned: (before: T, after: T) => string[],
  ): AsyncGenerator<string[]> {
    let before = known;
    // A sixteenth may be added to the time that is asked for.
    for (let left = until - Date.now(); left >= 100; left = until - Date.now()) {
      const after = await ask(before.index, Math.floor(Math.min(left * 0.9, LONGEST_WAIT_MS)));
      const names = concerned(before.value, after.value);
      before = after;
      if (names.length > 0) yield names;
    }
  }

  private async *readAll(names: readonly string[]): AsyncGenerator<CatalogRecord> {
    const wanted = names.filter((name) => !this.options.exclude.includes(name)).toSorted();
    for await (const records of inParallel(wanted, CONCURRENCY, (name) => this.read(name))) yield* records;
  }

  /** What is new of a service. */
  private async read(name: string): Promise<CatalogRecord[]> {
    const { value, isFiltered } = await this.client.instances(name);
    if (isFiltered) this.context.warn(`the token may not see all instances of ${name}`);
    const now = this.context.now();
    const entries = value.filter(isService);
    this.nodes.set(name, new Set(entries.map(({ Node }) => Node.Node)));
    const found = new Set<string>();
    const records = entries.flatMap((entry) => {
      const { address, shared, records } = mapInstance(entry, this.options, now);
      found.add(address.name);
      return [...this.once(shared), ...this.instances.news({ uid: address.name, group: name }, address, records)];
    });
    const gone = this.instances.uids(name).filter((uid) => !found.has(uid));
    const removals = gone.map((uid) => removal(this.instances.address(uid)!, { removedOn: now }));
    for (const uid of gone) this.instances.forget(uid);
    return [...records, ...removals];
  }

  private once(records: readonly CatalogRecord[]): CatalogRecord[] {
    return records.filter((record) => {
      const key = record.kind === "resource" ? `${record.type}\n${record.name}` : "";
      const isNew = !this.shared.has(key);
      this.shared.add(key);
      return isNew;
    });
  }
}
