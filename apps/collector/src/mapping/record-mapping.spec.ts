import { describe, expect, it } from "@jest/globals";
import { ConfigurationError } from "@binnacle/errors";
import { validateConfiguration } from "@binnacle/platform";
import { Type } from "class-transformer";
import { IsArray, ValidateNested } from "class-validator";
import fc from "fast-check";
import { parse } from "yaml";
import { parseExactJson } from "./exact-numbers.js";
import { RecordMapping } from "./record-mapping.js";
import { RecordTemplate } from "./record-template.options.js";

class Templates {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RecordTemplate)
  records!: RecordTemplate[];
}

const FLAG = { project: "shop", key: "new-basket", on: true, owner: "payments", tags: ["ui"], share: 0.25 };

describe(RecordMapping.name, () => {
  it("makes a Resource and Readings of an item", async () => {
    const { records, faults } = await map(FLAG, [
      {
        type: "FeatureFlag",
        name: 'project & "/" & key',
        parent: { type: "Project", name: "project" },
        expiresAfter: "PT1H",
        readings: [
          { type: "FlagState", value: { isOn: "on", percent: "share * 100", team: '$reference("Team", owner)' } },
          { type: "Tags", value: "tags[]" },
        ],
      },
    ]);
    expect(faults).toEqual([]);
    const resource = { type: "FeatureFlag", name: "shop/new-basket" };
    // JSONata marks its arrays; what travels is their JSON.
    expect(JSON.parse(JSON.stringify(records))).toEqual([
      { kind: "resource", ...resource, parent: { type: "Project", name: "shop" }, expiresAfter: "PT1H" },
      {
        kind: "reading",
        resource,
        type: "FlagState",
        value: { isOn: true, percent: 25, team: { resourceType: "Team", resourceName: "payments" } },
        storageMode: "SNAPSHOT",
      },
      { kind: "reading", resource, type: "Tags", value: ["ui"], storageMode: "SNAPSHOT" },
    ]);
  });

  it("leaves out what is not there: keys, parents, whole readings", async () => {
    const { records, faults } = await map({ key: "a" }, [
      {
        type: "FeatureFlag",
        name: "key",
        parent: { type: "Project", name: "project" },
        readings: [
          { type: "FlagState", value: { isOn: "on", key: "key", team: '$reference("Team", owner)', version: 2 } },
          { type: "Tags", value: "tags" },
        ],
      },
    ]);
    expect(faults).toEqual([]);
    expect(records).toMatchObject([{ kind: "resource" }, { type: "FlagState", value: { key: "a", version: 2 } }]);
    expect(records).toHaveLength(2);
    expect(records[0]).not.toHaveProperty("parent");
  });

  it("makes several of one item, each with the item at hand", async () => {
    const { records } = await map({ team: "payments", flags: [{ key: "a" }, { key: "b" }] }, [
      { type: "FeatureFlag", name: '$item.team & "/" & key', forEach: "flags" },
    ]);
    expect(records).toMatchObject([{ name: "payments/a" }, { name: "payments/b" }]);
  });

  it("makes a series of what happened, at the source's own times", async () => {
    const { records } = await map({ service: "orders", changes: [{ at: 1777622400000, to: "1.2" }] }, [
      {
        type: "Service",
        name: "service",
        readingsOnly: true,
        readings: [
          {
            type: "ServiceEvent",
            forEach: "changes",
            storageMode: "TIME_SERIES",
            collectedOn: "$fromMillis(at)",
            value: { event: '"deployment"', version: "to" },
          },
        ],
      },
    ]);
    expect(records).toEqual([
      {
        kind: "reading",
        resource: { type: "Service", name: "orders" },
        type: "ServiceEvent",
        value: { event: "deployment", version: "1.2" },
        storageMode: "TIME_SERIES",
        collectedOn: "2026-05-01T08:00:00.000000Z",
      },
    ]);
  });

  it("says that something is gone where the item says when", async () => {
    const template = { type: "FeatureFlag", name: "key", removedOn: "deletedAt" };
    const { records } = await map({ key: "a", deletedAt: "2026-05-01T10:00:00+02:00" }, [template]);
    expect(records).toEqual([
      {
        kind: "removal",
        resource: { type: "FeatureFlag", name: "a" },
        removedOn: "2026-05-01T08:00:00.000000Z",
      },
    ]);
    expect((await map({ key: "a", deletedAt: null }, [template])).records).toMatchObject([{ kind: "resource" }]);
  });

  it("publishes only what is asked for by `when`", async () => {
    const template = { type: "FeatureFlag", name: "key", when: "state = 'live'" };
    expect((await map({ key: "a", state: "draft" }, [template])).records).toEqual([]);
    expect((await map({ key: "a", state: "live" }, [template])).records).toHaveLength(1);
    expect((await map({ key: "a", state: "live" }, [{ ...template, when: "state" }])).faults).toEqual([
      'records[0].when: gives "live", which is neither true nor false, on {"key":"a","state":"live"}',
    ]);
  });

  it.each([
    ["name: gives nothing", { name: "id" }],
    ["name: gives {}, which is no name", { name: "{}" }],
    ["name: gives a function: is it called without (…)?", { name: "$uppercase" }],
    ['observedOn: gives "today", which is no RFC 3339 time; $fromMillis(…) makes one', { observedOn: "'today'" }],
    ['name: The left side of the "-" operator must evaluate to a number (at character 5)', { name: "key - 1" }],
  ])("says which expression gives no record, and of what item: %s", async (fault, fields) => {
    const { records, faults } = await map({ key: "a" }, [{ type: "FeatureFlag", name: "key", ...fields }]);
    expect(records).toEqual([]);
    expect(faults).toEqual([`records[0].${fault}, on {"key":"a"}`]);
  });

  it("keeps what lies beside a fault", async () => {
    const { records, faults } = await map(FLAG, [
      { type: "FeatureFlag", name: "tags" },
      {
        type: "FeatureFlag",
        name: "key",
        readings: [
          { type: "Broken", value: { rollout: { of: [{ a: "$sum(key)" }] } } },
          { type: "Kept", value: "share" },
        ],
      },
    ]);
    expect(records).toMatchObject([{ kind: "resource", name: "new-basket" }, { type: "Kept" }]);
    expect(faults).toEqual([
      expect.stringMatching(/^records\[0\]\.name: gives \["ui"\], which is no name, on \{"project"/),
      expect.stringMatching(/^records\[1\]\.readings\[0\]\.value\.rollout\.of\[0\]\.a: .*sum.*, on \{"project"/),
    ]);
  });

  it("shows of a long item its beginning", async () => {
    const { faults } = await map({ text: "x".repeat(10_000) }, [{ type: "A", name: "id" }]);
    expect(faults[0]!.length).toBeLessThan(250);
    expect(faults[0]).toMatch(/x…$/);
  });

  it.each([
    ["Evaluation timeout", "($f := function($x){ $f($x) }; $f(1))"],
    ["Stack overflow", "($f := function($x){ 1 + $f($x) }; $f(1))"],
    ["maximum sequence length", "$count([1..9999999])"],
  ])("ends an expression that does not: %s", async (reason, name) => {
    const { faults } = await map({}, [{ type: "A", name }]);
    expect(faults).toEqual([expect.stringContaining(reason)]);
  });

  it("carries numbers digit for digit, and reckons with all that JavaScript holds", async () => {
    const item = parseExactJson('{"id": 9007199254740993, "ratio": 1.50, "many": 0.1234567890123456789, "e": 1e2}');
    const { records } = await map(item, [
      {
        type: "A",
        name: "id",
        readings: [{ type: "R", value: { id: "id", list: "[id]", whole: "$", twice: "ratio * 2", e: "e + 1" } }],
      },
    ]);
    expect(records[0]).toMatchObject({ name: "9007199254740993" });
    expect(JSON.stringify(records[1])).toContain(
      '"value":{"id":9007199254740993,"list":[9007199254740993],"whole":{"id":9007199254740993,"ratio":1.5,"many":0.1234567890123456789,"e":100},"twice":3,"e":101}',
    );
  });

  it("prints any whole number as it came, and any other with its value", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.double({ noNaN: true, noDefaultInfinity: true }), (whole, other) => {
        expect(JSON.stringify(parseExactJson(String(whole)))).toBe(String(whole));
        expect(parseExactJson(String(other))).toBe(other + 0);
      }),
    );
  });
});

describe("the configuration of a mapping", () => {
  it("says at the start which expression is none", () => {
    const faults = faultsOf(`
      records:
        - type: Feature Flag
          name: "project & ("
          readings:
            - type: FlagState
              value: { isOn: on, owner: { team: "$reference('Team'" } }
              storageMode: SERIES
            - type: Empty
    `);
    expect(faults).toEqual([
      expect.stringMatching(/^flags\.yaml: records\[0\]\.type must be a type as it is/),
      expect.stringMatching(/^flags\.yaml: records\[0\]\.name is no JSONata: .+ \(at character \d+\)$/),
      expect.stringMatching(/^flags\.yaml: records\[0\]\.readings\[0\]\.value\.owner\.team is no JSONata: /),
      expect.stringMatching(/^flags\.yaml: records\[0\]\.readings\[0\]\.storageMode must be one of/),
      expect.stringMatching(/^flags\.yaml: records\[0\]\.readings\[1\]\.value must be an expression/),
    ]);
  });
});

function map(item: unknown, templates: object[]) {
  return new RecordMapping(validateConfiguration(Templates, { records: templates }, "test").records).map(item);
}

function faultsOf(yaml: string): string[] {
  try {
    validateConfiguration(Templates, parse(yaml), "flags.yaml");
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults as string[];
  }
}
