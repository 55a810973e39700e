import {
  addMicros,
  inspectValue,
  parseDuration,
  resourceId,
  stampRecord,
  validateRecord,
  type CatalogRecord,
  type JsonValue,
  type ReadingRecord,
  type Reference,
  type ResourceRecord,
  type Timestamp,
} from "@binnacle/contract";
import { CatalogReading, type CatalogResource } from "../catalog/catalog-items.js";
import { compareTexts } from "../catalog/compare-texts.js";

/** Before all times. */
const NEVER = "";

interface ResourceState {
  id: string;
  type: string;
  name: string;
  mentionedOn: Timestamp;
  declaredOn: Timestamp | "";
  expiresOn: Timestamp | null;
  parentSetOn: Timestamp | "";
  parentId: string | null;
  removedOn: Timestamp | "";
}

/** A Reading with the references in its value. */
export interface StoredReading {
  reading: CatalogReading;
  references: readonly Reference[];
}

/** What records come to, by the same rules as in the database. Sweeps are left to the housekeeper there, and ignored here. */
export class InMemoryState {
  readonly #resources = new Map<string, ResourceState>();
  readonly #snapshots = new Map<string, Map<string, StoredReading>>();
  readonly #series = new Map<string, CatalogReading[]>();

  /** @throws TypeError if a record breaks the contract */
  add(record: unknown, source: string, sentOn: Timestamp): void {
    const { record: valid, fault } = validateRecord(record, { source });
    if (!valid) throw new TypeError(fault!.faults.map(({ path, detail }) => `${path} ${detail}`).join("; "));
    this.#merge(stampRecord(valid, sentOn), source);
  }

  /** The present Resources by (type, name). */
  resources(): CatalogResource[] {
    return [...this.#resources.values()]
      .filter((state) => this.#isPresent(state))
      .map(printResource)
      .toSorted((a, b) => compareTexts(a.type, b.type) || compareTexts(a.name, b.name));
  }

  /** The snapshots that are shown, by (resourceId, type). */
  snapshots(): StoredReading[] {
    return [...this.#snapshots.entries()]
      .flatMap(([id, byType]) =>
        [...byType.values()].filter(({ reading }) => reading.collectedOn > this.#resources.get(id)!.removedOn),
      )
      .toSorted(
        ({ reading: a }, { reading: b }) => compareTexts(a.resourceId, b.resourceId) || compareTexts(a.type, b.type),
      );
  }

  /** The Readings of all series that are shown, oldest first. */
  series(): CatalogReading[] {
    return [...this.#series.entries()]
      .flatMap(([id, readings]) => (this.#isPresent(this.#resources.get(id)!) ? readings : []))
      .toSorted(
        (a, b) =>
          compareTexts(a.collectedOn, b.collectedOn) ||
          compareTexts(a.resourceId, b.resourceId) ||
          compareTexts(a.type, b.type) ||
          compareTexts(a.digest, b.digest),
      );
  }

  #merge(record: CatalogRecord, source: string): void {
    switch (record.kind) {
      case "resource":
        return this.#mergeResource(record);
      case "reading":
        return this.#mergeReading(record, source);
      case "removal": {
        const state = this.#state(record.resource);
        state.removedOn = latest(state.removedOn, record.removedOn!);
        break;
      }
      case "sweep":
    }
  }

  #mergeResource({ type, name, parent, observedOn, expiresAfter }: ResourceRecord): void {
    const time = observedOn!;
    const state = this.#mention({ type, name }, time);
    if (time >= state.declaredOn) {
      const expiresOn = expiresAfter === undefined ? null : addMicros(time, parseDuration(expiresAfter)!);
      const isTie = time === state.declaredOn;
      state.expiresOn = isTie && (state.expiresOn === null || expiresOn === null) ? null : expiresOn;
      state.declaredOn = time;
    }
    if (parent === undefined) return;
    const parentId = parent === null ? null : this.#mention(parent, time).id;
    const isTie = time === state.parentSetOn;
    if (time > state.parentSetOn || (isTie && (parentId ?? "") > (state.parentId ?? ""))) {
      Object.assign(state, { parentSetOn: time, parentId });
    }
  }

  #mergeReading({ resource, type, value, storageMode, collectedOn }: ReadingRecord, source: string): void {
    const { id } = this.#mention(resource, collectedOn!);
    const inspected = inspectValue(value as JsonValue);
    if (inspected.fault) throw new TypeError(`${inspected.fault.path} ${inspected.fault.detail}`);
    const { text, digest, references } = inspected;
    const mode = storageMode ?? "SNAPSHOT";
    const reading = new CatalogReading({
      resourceId: id,
      type,
      storageMode: mode,
      collectedOn: collectedOn!,
      source,
      digest,
      text,
    });
    if (mode === "SNAPSHOT") this.#mergeSnapshot({ reading, references });
    else this.#mergeSeries(reading);
  }

  #mergeSnapshot(stored: StoredReading): void {
    const { resourceId, type } = stored.reading;
    const byType = this.#snapshots.get(resourceId) ?? new Map<string, StoredReading>();
    this.#snapshots.set(resourceId, byType);
    const known = byType.get(type);
    if (!known || rank(stored.reading) > rank(known.reading)) byType.set(type, stored);
  }

  #mergeSeries(reading: CatalogReading): void {
    const { resourceId, type, collectedOn, digest, source } = reading;
    const known = this.#series.get(resourceId) ?? [];
    this.#series.set(resourceId, known);
    const same = known.findIndex(
      (each) => each.type === type && each.collectedOn === collectedOn && each.digest === digest,
    );
    if (same === -1) known.push(reading);
    else if (compareTexts(source, known[same]!.source) < 0) known[same] = reading;
  }

  #mention(address: { type: string; name: string }, time: Timestamp): ResourceState {
    const state = this.#state(address);
    if (time < state.mentionedOn) state.mentionedOn = time;
    return state;
  }

  #state({ type, name }: { type: string; name: string }): ResourceState {
    const id = resourceId(type, name);
    const known = this.#resources.get(id);
    if (known) return known;
    const state: ResourceState = {
      id,
      type,
      name,
      mentionedOn: "9999-12-31T23:59:59.999999Z",
      declaredOn: NEVER,
      expiresOn: null,
      parentSetOn: NEVER,
      parentId: null,
      removedOn: NEVER,
    };
    this.#resources.set(id, state);
    return state;
  }

  #isPresent({ id, declaredOn, removedOn }: ResourceState): boolean {
    if (removedOn === NEVER || declaredOn > removedOn) return true;
    const snapshots = [...(this.#snapshots.get(id)?.values() ?? [])];
    if (snapshots.some(({ reading }) => reading.collectedOn > removedOn)) return true;
    return [...this.#resources.values()].some(
      (child) => child.parentId === id && child.parentSetOn > removedOn && child.parentSetOn > child.removedOn,
    );
  }
}

function printResource(state: ResourceState): CatalogResource {
  const { id, type, name, mentionedOn, declaredOn, expiresOn, parentSetOn, parentId, removedOn } = state;
  const declared = declaredOn > removedOn;
  return {
    id,
    type,
    name,
    parentId: parentSetOn > removedOn ? parentId : null,
    createdOn: latest(mentionedOn, removedOn),
    lastSeenOn: declared ? declaredOn : null,
    expiresOn: declared ? expiresOn : null,
    declared,
  };
}

function latest(a: Timestamp, b: Timestamp): Timestamp {
  return a > b ? a : b;
}

function rank({ collectedOn, digest, source }: CatalogReading): string {
  return `${collectedOn}${digest}${Buffer.from(source).toString("hex")}`;
}
