import type { CatalogRecord, ResourceAddress } from "@binnacle/contract";

interface PublishedInstance {
  group: string | undefined;
  address: ResourceAddress;
  said: ReadonlySet<string>;
}

/** What a run has published of each instance, so that a change of its document is published only where it changes a record. */
export class PublishedInstances {
  private readonly instances = new Map<string, PublishedInstance>();

  /** Of these records those that say something else than the last ones of it. */
  news(
    { uid, group }: { uid: string; group: string | undefined },
    address: ResourceAddress,
    records: readonly CatalogRecord[],
  ): CatalogRecord[] {
    const news = this.unsaid(uid, records);
    this.instances.set(uid, { group, address, said: new Set(records.map(contentOf)) });
    return news;
  }

  /** Of these records those that were not said of it just before. */
  unsaid(uid: string, records: readonly CatalogRecord[]): CatalogRecord[] {
    const said = this.instances.get(uid)?.said;
    return records.filter((record) => !said?.has(contentOf(record)));
  }

  address(uid: string): ResourceAddress | undefined {
    return this.instances.get(uid)?.address;
  }

  forget(uid: string): void {
    this.instances.delete(uid);
  }

  /** Whether another one that is there bears the same name, as the pod of a StatefulSet that was made anew. */
  isReplaced(uid: string): boolean {
    const name = this.instances.get(uid)?.address.name;
    return [...this.instances].some(([other, { address }]) => other !== uid && address.name === name);
  }

  /** Of one group, or of all. */
  uids(group: string | undefined): string[] {
    const all = [...this.instances];
    return all.flatMap(([uid, instance]) => (group === undefined || instance.group === group ? [uid] : []));
  }
}

/** What a record says; the time at which a state was seen is no part of it, that of an event is. */
function contentOf(record: CatalogRecord): string {
  if (record.kind !== "reading") return record.kind;
  const isEvent = record.type === "ServiceEvent";
  return JSON.stringify([record.type, record.value, isEvent ? record.collectedOn : null]);
}
