import { describe, expect, it } from "@jest/globals";
import { reading, resource } from "@binnacle/collector";
import type { CatalogRecord, Timestamp } from "@binnacle/contract";
import { ChangedOnly } from "./changed-only.js";

const at = (minute: number) => `2026-03-01T08:${String(minute).padStart(2, "0")}:00.000000Z` as Timestamp;
const flag = resource("FeatureFlag", "refunds", { observedOn: at(1) });
const state = (value: unknown, minute: number) => reading(flag, "FlagState", value, { collectedOn: at(minute) });

describe(ChangedOnly.name, () => {
  it("lets through what is new or says something else, whatever its time", () => {
    const filter = new ChangedOnly();
    const publish = (records: CatalogRecord[]) => {
      const changed = filter.changed(records);
      filter.published(changed);
      return changed.length;
    };
    expect(publish([flag, state({ on: true }, 1)])).toBe(2);
    expect(publish([{ ...flag, observedOn: at(2) }, state({ on: true }, 2)])).toBe(0);
    expect(publish([flag, state({ on: false }, 3)])).toBe(1);
    expect(publish([{ ...flag, parent: { type: "Team", name: "shop" } }])).toBe(1);
  });

  it("does not take what was never published for known", () => {
    const filter = new ChangedOnly();
    filter.changed([flag]);
    expect(filter.changed([flag])).toEqual([flag]);
  });

  it("goes by the newest: what is said again after something else was said is a change", () => {
    const filter = new ChangedOnly();
    filter.published([state("b", 5)]);
    // An older file that comes late is no more than that.
    filter.published([state("a", 1)]);
    expect(filter.changed([state("a", 6), state("b", 6)])).toEqual([state("a", 6)]);
  });

  it("always lets through series, removals and leases", () => {
    const filter = new ChangedOnly();
    const records: CatalogRecord[] = [
      { ...state("a", 1), storageMode: "TIME_SERIES" },
      { kind: "removal", resource: { type: "FeatureFlag", name: "refunds" } },
      { ...flag, expiresAfter: "PT1H" },
    ];
    filter.published(records);
    expect(filter.changed(records)).toEqual(records);
  });

  it("repeats itself after a while, and forgets what is too much", () => {
    let now = 0;
    const filter = new ChangedOnly({ max: 2, repeatMs: 100, now: () => now });
    filter.published([state("a", 1)]);
    now = 99;
    expect(filter.changed([state("a", 1)])).toEqual([]);
    now = 100;
    expect(filter.changed([state("a", 1)])).toHaveLength(1);
    filter.published([resource("A", "1"), resource("A", "2")]);
    now = 101;
    expect(filter.changed([state("a", 1), resource("A", "1"), resource("A", "2")])).toHaveLength(1);
  });
});
