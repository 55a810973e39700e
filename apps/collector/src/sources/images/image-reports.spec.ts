import { readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  CatalogRecord,
  ContainerImagePackages,
  DependencyVersionVulnerabilities,
  Vulnerability,
} from "@binnacle/contract";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { imageOfPurl } from "./image-names.js";
import type { ImageReport } from "./image-report.js";
import { mapReports } from "./images.mapping.js";
import { readReport } from "./read-report.js";

const DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const REPOSITORY = "registry.example.com/shop/orders";
const IMAGE = `${REPOSITORY}@${DIGEST}`;
const PURL = `pkg:oci/orders@${DIGEST.replace(":", "%3A")}?repository_url=${encodeURIComponent(REPOSITORY)}`;
const SERIAL = "3e671687-395b-41f5-a30f-a58921a69b79";

function text(name: string): string {
  return readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
}

function valueOf<T>(records: Iterable<CatalogRecord>, type: string): T | undefined {
  const found = [...records].flatMap((record) =>
    record.kind === "reading" && record.type === type ? [record.value] : [],
  );
  return found[0] as T | undefined;
}

function found(...reports: ImageReport[]): Vulnerability[] {
  const records = [...mapReports(reports, false)];
  expect(records[0]).toMatchObject({ kind: "resource", type: "ContainerImage", name: IMAGE });
  return valueOf<DependencyVersionVulnerabilities>(records, "DependencyVersionVulnerabilities")?.vulnerabilities ?? [];
}

function ids(...reports: ImageReport[]): string[] {
  return found(...reports).map(({ id }) => id);
}

const TRIVY = readReport(text("trivy.json"));
const GRYPE = readReport(text("grype.json"));
const SBOM = readReport(text("sbom.cdx.json"));
const VEX = readReport(text("vex.cdx.json"));

describe("reports of Trivy", () => {
  it("are read with severity as rated, the rater's score, and every package that has it", () => {
    expect(found(TRIVY)).toEqual([
      {
        id: "CVE-2021-23337",
        aliases: ["GHSA-35jh-r3h4-6jhm"],
        severity: "high",
        score: 7.3,
        summary: "Command injection through lodash templates",
        fixedIn: ["4.17.21", "5.0.0"],
        url: "https://avd.aquasec.com/nvd/cve-2021-23337",
        packages: ["pkg:npm/lodash@4.17.20"],
      },
      { id: "CVE-2022-3715", severity: "low", score: 6.6, packages: ["pkg:deb/debian/bash@5.2.15-2%2Bb2"] },
      {
        id: "CVE-2024-0727",
        severity: "medium",
        score: 5.5,
        summary: "openssl: denial of service via null dereference",
        fixedIn: ["3.0.13-1~deb12u1"],
        url: "https://avd.aquasec.com/nvd/cve-2024-0727",
        packages: ["pkg:deb/debian/libssl3@3.0.11-1~deb12u2", "pkg:deb/debian/openssl@3.0.11-1~deb12u2"],
      },
    ]);
    expect(TRIVY.faults).toEqual(["a vulnerability has no VulnerabilityID"]);
  });

  it("list the packages of an image, as references", () => {
    const records = [...mapReports([TRIVY], true)];
    expect(valueOf<ContainerImagePackages>(records, "ContainerImagePackages")).toEqual({
      total: 3,
      isTruncated: false,
      packages: [
        "pkg:deb/debian/bash@5.2.15-2%2Bb2",
        "pkg:deb/debian/libssl3@3.0.11-1~deb12u2",
        "pkg:npm/lodash@4.17.20",
      ].map((name) => ({ resourceType: "SoftwareDependencyVersion", resourceName: name })),
    });
    expect(records).toContainEqual({
      kind: "resource",
      type: "SoftwareDependencyVersion",
      name: "pkg:npm/lodash@4.17.20",
      parent: { type: "SoftwareDependency", name: "pkg:npm/lodash" },
    });
    expect(valueOf([...mapReports([TRIVY], false)], "ContainerImagePackages")).toBeUndefined();
  });
});

it("reads reports of Grype, with the score of the newest CVSS", () => {
  expect(found(GRYPE)).toEqual([
    {
      id: "CVE-2022-3715",
      severity: "low",
      score: 7.8,
      url: "https://security-tracker.debian.org/tracker/CVE-2022-3715",
      packages: ["pkg:deb/debian/bash@5.2.15-2%2Bb2"],
    },
    expect.objectContaining({
      id: "GHSA-35jh-r3h4-6jhm",
      aliases: ["CVE-2021-23337"],
      severity: "critical",
      score: 7.2,
      fixedIn: ["4.17.21"],
    }),
  ]);
});

it("reads CycloneDX documents with vulnerabilities, and computes scores from vectors", () => {
  expect(found(SBOM)).toEqual([
    {
      id: "CVE-2021-23337",
      aliases: ["GHSA-35jh-r3h4-6jhm"],
      severity: "high",
      score: 7.2,
      summary: "Command injection through lodash templates",
      fixedIn: ["4.17.21"],
      url: "https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
      packages: ["pkg:npm/lodash@4.17.20"],
    },
    { id: "CVE-2024-0727", severity: "medium", score: 5.5, packages: ["pkg:deb/debian/libssl3@3.0.11-1~deb12u2"] },
  ]);
});

it("takes the severity of who recorded a vulnerability, no rating of another kind, and the page that is about it", () => {
  const nvd = { source: { name: "nvd" }, score: 9.8, severity: "critical", method: "CVSSv31" };
  const exploited = { source: { name: "FIRST" }, score: 0.03, method: "other" };
  const entry = {
    id: "CVE-2024-0001",
    source: { name: "debian", url: "https://security-tracker.debian.org/tracker/" },
    ratings: [exploited, nvd, { source: { name: "debian" }, severity: "low" }],
    advisories: [{ url: "https://example.com/" }, { url: "https://nvd.nist.gov/vuln/detail/cve-2024-0001" }],
    affects: [{ ref: "7f0e2b6e" }],
  };
  const document = JSON.parse(text("sbom.cdx.json")) as object;
  expect(found(readReport(JSON.stringify({ ...document, vulnerabilities: [entry] })))).toEqual([
    {
      id: "CVE-2024-0001",
      severity: "low",
      score: 9.8,
      url: "https://nvd.nist.gov/vuln/detail/cve-2024-0001",
      packages: ["pkg:npm/lodash@4.17.20"],
    },
  ]);
});

it.each([
  [{ type: "container", name: `${REPOSITORY}:1.4.2`, version: DIGEST }, [IMAGE]],
  [{ type: "container", name: "nginx", version: DIGEST }, [`docker.io/library/nginx@${DIGEST}`]],
  [{ type: "container", name: "/var/images/orders.tar", version: DIGEST }, []],
  [{ type: "container", name: REPOSITORY, version: "1.4.2" }, []],
  [{ type: "application", name: "orders", version: DIGEST }, []],
  [{ type: "container", name: "x", properties: [{ name: "aquasecurity:trivy:RepoDigest", value: IMAGE }] }, [IMAGE]],
])("knows the image that a CycloneDX document is about: %j", (component, expected) => {
  const { images } = readReport(JSON.stringify({ bomFormat: "CycloneDX", metadata: { component } }));
  expect(images.map(({ repository, digest }) => `${repository}@${digest}`)).toEqual(expected);
});

it("makes one of what several scanners found under several names, whatever the order, with the graver severity", () => {
  const results = new Set<string>();
  fc.assert(
    fc.property(fc.shuffledSubarray([TRIVY, GRYPE, SBOM], { minLength: 3 }), (reports) => {
      results.add(
        JSON.stringify(
          found(...reports).map(({ id, aliases, severity, packages }) => [id, aliases, severity, packages]),
        ),
      );
    }),
  );
  expect(results.size).toBe(1);
  expect(JSON.parse([...results][0] as string)).toEqual([
    ["CVE-2021-23337", ["GHSA-35jh-r3h4-6jhm"], "critical", ["pkg:npm/lodash@4.17.20"]],
    ["CVE-2022-3715", null, "low", ["pkg:deb/debian/bash@5.2.15-2%2Bb2"]],
    [
      "CVE-2024-0727",
      null,
      "medium",
      ["pkg:deb/debian/libssl3@3.0.11-1~deb12u2", "pkg:deb/debian/openssl@3.0.11-1~deb12u2"],
    ],
  ]);
});

it("says that nothing was found of an image in which nothing was", () => {
  const clean = readReport(JSON.stringify({ SchemaVersion: 2, ArtifactName: "x", Metadata: { RepoDigests: [IMAGE] } }));
  expect([...mapReports([clean], true)]).toEqual([
    { kind: "resource", type: "ContainerImage", name: IMAGE },
    expect.objectContaining({ type: "DependencyVersionVulnerabilities", value: { vulnerabilities: [] } }),
  ]);
});

it("does not take an SBOM that was looked into for no vulnerabilities, nor VEX alone, for a scan", () => {
  const document = JSON.parse(text("sbom.cdx.json")) as Record<string, unknown>;
  const sbom = readReport(JSON.stringify({ ...document, vulnerabilities: undefined }));
  expect(valueOf([...mapReports([sbom], true)], "DependencyVersionVulnerabilities")).toBeUndefined();
  expect([...mapReports([VEX], true)]).toEqual([]);
});

describe("VEX", () => {
  /** A document with one statement. */
  function vex(statement: { id?: string; state?: string; refs?: string[] }, about?: string): ImageReport {
    const { id = "CVE-2021-23337", state = "not_affected", refs = [] } = statement;
    return readReport(
      JSON.stringify({
        bomFormat: "CycloneDX",
        ...(about === undefined ? {} : { metadata: { component: { purl: about } } }),
        vulnerabilities: [{ id, analysis: { state }, affects: refs.map((ref) => ({ ref })) }],
      }),
    );
  }

  it("hides what does not affect the image, also by another name of the vulnerability", () => {
    expect(ids(TRIVY, VEX)).toEqual(["CVE-2022-3715", "CVE-2024-0727"]);
    expect(ids(GRYPE, VEX)).toEqual(["CVE-2022-3715"]);
  });

  it.each([
    ["not_affected", true],
    ["false_positive", true],
    ["resolved", true],
    ["exploitable", false],
    ["in_triage", false],
  ])("takes the state %s as hiding: %s", (state, isHiding) => {
    expect(ids(TRIVY, vex({ state }, PURL)).includes("CVE-2021-23337")).toBe(!isHiding);
  });

  it.each([
    ["the package in any version", ["pkg:npm/lodash"], true],
    ["the package with qualifiers", ["pkg:npm/lodash@4.17.20?x=y"], true],
    ["another version", ["pkg:npm/lodash@4.17.19"], false],
    ["another package", ["pkg:npm/lodash-es@4.17.20"], false],
    ["the image", [PURL], true],
    ["another image", [PURL.replace("9f86", "0000")], false],
    ["the SBOM's component, by a link to it", [`urn:cdx:${SERIAL}/1#7f0e2b6e`], true],
    ["the package, by a link to the SBOM", [`urn:cdx:${SERIAL}/1#pkg%3Anpm%2Flodash%404.17.20`], true],
    ["the whole SBOM", [`urn:cdx:${SERIAL}/1`], true],
    ["another SBOM", ["urn:cdx:00000000-0000-4000-8000-00000000000f/1#7f0e2b6e"], false],
    ["a name of another document", ["7f0e2b6e"], false],
    ["nothing, in a document about no image", [], false],
  ])("that means %s hides: %j %s", (_, refs, isHiding) => {
    expect(ids(SBOM, vex({ refs })).includes("CVE-2021-23337")).toBe(!isHiding);
  });

  it("counts of the image that its document is about alone, and only for the package that it names", () => {
    expect(ids(TRIVY, vex({}, PURL.replace("shop", "other")))).toContain("CVE-2021-23337");
    const ofOne = vex({ id: "CVE-2024-0727", refs: ["pkg:deb/debian/libssl3"] }, PURL);
    expect(found(TRIVY, ofOne).find(({ id }) => id === "CVE-2024-0727")?.packages).toEqual([
      "pkg:deb/debian/openssl@3.0.11-1~deb12u2",
    ]);
  });

  it("lets the warning stand where statements contradict each other", () => {
    expect(ids(TRIVY, VEX, vex({ state: "exploitable", refs: ["pkg:npm/lodash"] }))).toContain("CVE-2021-23337");
  });

  it("is heeded within the document that has the findings, too", () => {
    const document = JSON.parse(text("sbom.cdx.json")) as { vulnerabilities: { analysis?: object }[] };
    document.vulnerabilities[0]!.analysis = { state: "not_affected" };
    expect(ids(readReport(JSON.stringify(document)))).toEqual(["CVE-2024-0727"]);
  });
});

describe("readReport", () => {
  it.each([
    ["half a report", '{"SchemaVersion": 2, "hunter2', /^it is not valid JSON/],
    ["another document", '{"hunter2": 1}', /^it is JSON, but neither of Trivy/],
    ["a list", "[]", /^it is JSON, but neither of Trivy/],
  ])("refuses %s, and quotes nothing of it", (_, broken, message) => {
    expect(() => readReport(broken)).toThrow(message);
    expect(() => readReport(broken)).not.toThrow(/hunter2/);
  });

  it("never fails on a report, whatever its fields hold", () => {
    const fields = [
      "Metadata",
      "Results",
      "matches",
      "source",
      "components",
      "vulnerabilities",
      "metadata",
      "dependencies",
    ];
    const kind = fc.constantFrom(
      { SchemaVersion: 2, ArtifactName: "x" },
      { bomFormat: "CycloneDX" },
      { matches: [], descriptor: { name: "grype" } },
    );
    const inner = fc.array(
      fc.dictionary(
        fc.constantFrom(
          "id",
          "VulnerabilityID",
          "Vulnerabilities",
          "vulnerability",
          "affects",
          "ratings",
          "purl",
          "CVSS",
        ),
        fc.jsonValue(),
      ),
    );
    fc.assert(
      fc.property(kind, fc.dictionary(fc.constantFrom(...fields), fc.oneof(fc.jsonValue(), inner)), (base, noise) => {
        const { matches } = base as { matches?: unknown };
        const document = { ...base, ...noise, ...(matches === undefined ? {} : { matches: [noise] }) };
        expect([...mapReports([readReport(JSON.stringify(document))], true)]).toBeDefined();
      }),
    );
  });
});

it.each([
  [PURL, IMAGE],
  [`pkg:oci/orders@${DIGEST}?repository_url=registry.example.com/shop`, IMAGE],
  [`pkg:docker/shop/orders@${DIGEST}?repository_url=registry.example.com/shop/orders`, IMAGE],
  [`pkg:oci/orders@${DIGEST}`, undefined],
  ["pkg:oci/orders@1.4.2?repository_url=registry.example.com/shop/orders", undefined],
  ["pkg:npm/orders@1.4.2", undefined],
  ["pkg:oci/%zz@%zz?repository_url=x", undefined],
])("knows the image of %s", (purl, expected) => {
  const [image] = imageOfPurl(purl);
  expect(image && `${image.repository}@${image.digest}`).toBe(expected);
});
