import type { CatalogRecord, ResourceAddress } from "@binnacle/contract";

interface PublishedPod {
  namespace: string | undefined;
  address: ResourceAddress;
  said: ReadonlySet<string>;
}

/** What a run has published of each pod, so that a change of a pod's document is published only where it changes a record. */
export class PublishedPods {
  private readonly pods = new Map<string, PublishedPod>();

  /** Of these records those that say something else than the last ones of that pod. */
  news(
    { uid, namespace }: { uid: string; namespace: string | undefined },
    address: ResourceAddress,
    records: readonly CatalogRecord[],
  ): CatalogRecord[] {
    const news = this.unsaid(uid, records);
    this.pods.set(uid, { namespace, address, said: new Set(records.map(contentOf)) });
    return news;
  }

  /** Of these records those that were not said of that pod just before. */
  unsaid(uid: string, records: readonly CatalogRecord[]): CatalogRecord[] {
    const said = this.pods.get(uid)?.said;
    return records.filter((record) => !said?.has(contentOf(record)));
  }

  address(uid: string): ResourceAddress | undefined {
    return this.pods.get(uid)?.address;
  }

  forget(uid: string): void {
    this.pods.delete(uid);
  }

  /** Whether another pod that is there bears the same name: that of a StatefulSet, made anew. */
  isReplaced(uid: string): boolean {
    const name = this.pods.get(uid)?.address.name;
    return [...this.pods].some(([other, { address }]) => other !== uid && address.name === name);
  }

  /** Of one namespace, or of all. */
  uids(namespace: string | undefined): string[] {
    const pods = [...this.pods];
    return pods.flatMap(([uid, pod]) => (namespace === undefined || pod.namespace === namespace ? [uid] : []));
  }
}

/** What a record says; the time at which a state was seen is no part of it, that of an event is. */
function contentOf(record: CatalogRecord): string {
  if (record.kind !== "reading") return record.kind;
  const isEvent = record.type === "ServiceEvent";
  return JSON.stringify([record.type, record.value, isEvent ? record.collectedOn : null]);
}
