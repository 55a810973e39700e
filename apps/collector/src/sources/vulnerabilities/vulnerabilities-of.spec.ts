import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PackageCoordinates, parsePackageUrl } from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type OsvRecord, readOsvRecord } from "./osv-record.js";
import { vulnerabilitiesOf } from "./vulnerabilities-of.js";

function record(path: string): OsvRecord {
  return readOsvRecord(JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/export", path), "utf8")))!;
}

function coordinates(purl: string): PackageCoordinates {
  return parsePackageUrl(purl)!;
}

const LOG4J = record("Maven/GHSA-jfh8-c2jp-5v3q.json");
const LODASH = record("npm/GHSA-35jh-r3h4-6jhm.json");
const GO = record("Go/GO-2022-1059.json");
const GO_GHSA = record("Go/GHSA-69ch-w2m2-3vjp.json");

describe("vulnerabilitiesOf", () => {
  it("describes what affects a version, with the score of its vector and the versions in which it is fixed", () => {
    expect(vulnerabilitiesOf(coordinates("pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"), [LOG4J])).toEqual({
      vulnerabilities: [
        {
          id: "GHSA-jfh8-c2jp-5v3q",
          aliases: ["CVE-2021-44228"],
          severity: "critical",
          score: 10,
          summary: "Remote code injection in Log4j",
          fixedIn: ["2.15.0"],
          url: "https://osv.dev/vulnerability/GHSA-jfh8-c2jp-5v3q",
        },
      ],
      undecided: [],
    });
  });

  it.each([
    ["2.14.1", ["2.15.0"]],
    ["2.4.1", ["2.12.2", "2.15.0"]],
    ["2.0", ["2.3.1", "2.12.2", "2.15.0"]],
    ["2.0-rc1", ["2.3.1", "2.12.2", "2.15.0"]],
    ["2.0-beta8", undefined],
    ["2.3.1", undefined],
    ["2.12.2", undefined],
    ["2.15.0-rc1", ["2.15.0"]],
    ["2.15.0", undefined],
    ["2.17.1", undefined],
  ])("orders Maven's versions as Maven does: %s", (version, fixedIn) => {
    const found = vulnerabilitiesOf(coordinates(`pkg:maven/org.apache.logging.log4j/log4j-core@${version}`), [LOG4J]);
    expect(found.undecided).toEqual([]);
    expect(found.vulnerabilities.map((vulnerability) => vulnerability.fixedIn)).toEqual(fixedIn ? [fixedIn] : []);
  });

  it("knows a package by its package URL, however its name is written, and no other", () => {
    const found = (purl: string, records: OsvRecord[]): number =>
      vulnerabilitiesOf(coordinates(purl), records).vulnerabilities.length;
    expect(found("pkg:npm/lodash@4.17.20", [LODASH])).toBe(1);
    expect(found("pkg:npm/lodash-es@4.17.20", [LODASH])).toBe(1);
    expect(found("pkg:npm/lodash.template@4.5.0", [LODASH])).toBe(0);
    expect(found("pkg:golang/golang.org/x/text@v0.3.7", [GO])).toBe(1);
    expect(found("pkg:golang/golang.org/x/text@v0.3.8", [GO])).toBe(0);
    const listed = readOsvRecord({
      id: "PYSEC-1",
      affected: [{ package: { ecosystem: "PyPI", name: "Flask_Example" }, versions: ["1.0"] }],
    })!;
    expect(found("pkg:pypi/flask-example@1.0", [listed])).toBe(1);
    expect(found("pkg:pypi/flask-example@1.0.0", [listed])).toBe(1);
    expect(found("pkg:pypi/flask-example@1.0.1", [listed])).toBe(0);
  });

  it("leaves out what was withdrawn", () => {
    const withdrawn = record("npm/GHSA-0000-with-draw.json");
    expect(vulnerabilitiesOf(coordinates("pkg:npm/lodash@4.17.21"), [withdrawn])).toEqual({
      vulnerabilities: [],
      undecided: [],
    });
  });

  it("takes the vector of CVSS v4 before v3, a loose one of RustSec, and no severity for malware as the worst", () => {
    const rating = (purl: string, found: OsvRecord): unknown => {
      const [vulnerability] = vulnerabilitiesOf(coordinates(purl), [found]).vulnerabilities;
      return [vulnerability?.severity, vulnerability?.score];
    };
    expect(rating("pkg:golang/golang.org/x/text@v0.3.7", GO_GHSA)).toEqual(["high", 8.7]);
    expect(rating("pkg:cargo/time@0.1.44", record("crates.io/RUSTSEC-2020-0071.json"))).toEqual(["medium", 5.5]);
    expect(rating("pkg:npm/lodahs@1.0.1", record("npm/MAL-2024-0042.json"))).toEqual(["critical", undefined]);
    expect(rating("pkg:golang/golang.org/x/text@v0.3.7", GO)).toEqual(["unknown", undefined]);
    const worded = { ...GO, severity: { vectors: new Map([["CVSS_V3", "none"]]), word: "MODERATE" } };
    expect(rating("pkg:golang/golang.org/x/text@v0.3.7", worded)).toEqual(["medium", undefined]);
  });

  it("counts what several databases record once, also where they name each other through a third only, in any order", () => {
    const cve = { ...GO, id: "CVE-2022-32149", aliases: [] };
    const go = { ...GO, aliases: ["CVE-2022-32149"] };
    const results = new Set<string>();
    fc.assert(
      fc.property(fc.shuffledSubarray([go, GO_GHSA, cve], { minLength: 3 }), (records) => {
        results.add(JSON.stringify(vulnerabilitiesOf(coordinates("pkg:golang/golang.org/x/text@v0.3.7"), records)));
      }),
    );
    expect([...results].map((text) => JSON.parse(text) as unknown)).toEqual([
      {
        vulnerabilities: [
          expect.objectContaining({
            id: "GHSA-69ch-w2m2-3vjp",
            aliases: ["CVE-2022-32149", "GO-2022-1059"],
            score: 8.7,
            fixedIn: ["0.3.8"],
          }),
        ],
        undecided: [],
      },
    ]);
  });

  it("does not guess about versions that have no place in the order, unless the database claims them", () => {
    const branch = coordinates("pkg:npm/lodash@git-main");
    expect(vulnerabilitiesOf(branch, [LODASH])).toEqual({ vulnerabilities: [], undecided: [LODASH.id] });
    expect(vulnerabilitiesOf(branch, [LODASH], new Set([LODASH.id])).vulnerabilities).toHaveLength(1);
    const decided = coordinates("pkg:npm/lodash@4.17.21");
    expect(vulnerabilitiesOf(decided, [LODASH], new Set([LODASH.id])).vulnerabilities).toEqual([]);
  });

  it("never fails, whatever a record holds", () => {
    const anything = fc.record(
      {
        id: fc.constant("X-1"),
        aliases: fc.jsonValue(),
        severity: fc.jsonValue(),
        database_specific: fc.jsonValue(),
        affected: fc.array(
          fc.record({
            package: fc.constant({ ecosystem: "npm", name: "lodash" }),
            ranges: fc.oneof(
              fc.jsonValue(),
              fc.array(
                fc.record({
                  type: fc.constant("SEMVER"),
                  events: fc.array(fc.dictionary(fc.constantFrom("introduced", "fixed", "limit"), fc.jsonValue())),
                }),
              ),
            ),
            versions: fc.jsonValue(),
          }),
        ),
      },
      { requiredKeys: ["id"] },
    );
    fc.assert(
      fc.property(anything, (document) => {
        expect(vulnerabilitiesOf(coordinates("pkg:npm/lodash@1.0.0"), [readOsvRecord(document)!])).toBeDefined();
      }),
    );
    expect([null, [], "x", {}, { id: "" }].map(readOsvRecord)).toEqual(Array(5).fill(undefined));
  });
});
