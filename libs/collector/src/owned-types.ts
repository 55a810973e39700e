import {
  type CatalogRecord,
  normalizeName,
  type ResourceAddress,
  type ResourceRecord,
  type SweepRecord,
  type Timestamp,
} from "@binnacle/contract";
import type { Logger } from "./logger.js";

/**
 * A Resource type of which a complete run publishes every Resource that exists; with `parent`, every one that has this parent.
 * What such a run does not publish any more is removed.
 */
export type OwnedType = string | { type: string; parent: ResourceAddress };

/** What the run said of a Resource: the newest time, and the parent it named last. */
interface Claim {
  observedOn: Timestamp;
  parent: string | undefined;
}

/** Watches what a run publishes of the types that its collector owns, to state at its end that this is all there is. */
export class OwnedTypes {
  private readonly claims: ReadonlyMap<string, Map<string, Claim>>;

  constructor(
    private readonly owned: readonly OwnedType[],
    private readonly startedOn: Timestamp,
  ) {
    this.claims = new Map(owned.map((of) => [typeOf(of), new Map()]));
  }

  /** Notes a record, stamped and in canonical form. */
  see(record: CatalogRecord): void {
    if (record.kind === "removal") this.forgetParent(record.resource);
    if (record.kind !== "resource") return;
    const claims = this.claims.get(record.type);
    if (!claims) return;
    const before = claims.get(record.name);
    const observedOn = timeOf(record);
    claims.set(record.name, {
      observedOn: before && before.observedOn > observedOn ? before.observedOn : observedOn,
      parent: record.parent ? key(record.parent) : before?.parent,
    });
  }

  /**
   * The sweeps that state it. None of a type, or a parent, of which nothing was published: that is far more often a fault of the
   * source than the truth. None either where something was published as of a time before the run: the sweep would take it away.
   */
  sweeps(logger: Logger): SweepRecord[] {
    return this.owned.flatMap((of) => {
      const resourceType = typeOf(of);
      const parent = parentOf(of);
      const all = [...(this.claims.get(resourceType) ?? [])];
      const claims = parent ? all.filter(([, claim]) => claim.parent === key(parent)) : all;
      const older = claims.find(([, { observedOn }]) => observedOn < this.startedOn);
      if (older) {
        const fields = { resourceType, name: older[0], observedOn: older[1].observedOn, startedOn: this.startedOn };
        logger.warn(fields, "no sweep of an owned type: a Resource was published as of a time before the run began");
        return [];
      }
      if (claims.length === 0) {
        logger.info({ resourceType }, "no sweep of an owned type: the run published none of it");
        return [];
      }
      const { startedOn } = this;
      return [{ kind: "sweep" as const, resourceType, startedOn, ...(parent && { parent }), count: claims.length }];
    });
  }

  /** What the run itself removed is no child of anything, and does not count among those of a parent. */
  private forgetParent({ type, name }: ResourceAddress): void {
    const claim = this.claims.get(type)?.get(name);
    if (claim) claim.parent = undefined;
  }
}

export function typeOf(owned: OwnedType): string {
  return typeof owned === "string" ? owned : owned.type;
}

/** In the form in which it travels; the address may be a record. */
function parentOf(owned: OwnedType): ResourceAddress | undefined {
  if (typeof owned === "string") return undefined;
  const { type, name } = owned.parent;
  return { type, name: normalizeName(name) };
}

function timeOf({ observedOn }: ResourceRecord): Timestamp {
  return observedOn as Timestamp;
}

function key({ type, name }: ResourceAddress): string {
  return `${type}\n${normalizeName(name)}`;
}
