import { parseImageReference, parsePackageUrl, type Vulnerability } from "@binnacle/contract";
import { type DocumentFields, fieldsOf, listOf, textOf, textsOf } from "../../documents/document-fields.js";
import { cycloneDxPackages } from "../dependencies/cyclonedx-components.js";
import { cvssBaseScore, severityOfScore } from "../vulnerabilities/cvss.js";
import { imageNames, imageOfPurl } from "./image-names.js";
import type { ImageFinding, ImageName, ImageReport, VexStatement } from "./image-report.js";
import { severityOfWord } from "./severity-words.js";

/** States of https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis_state under which a finding is nothing to act upon. */
const HIDING = new Set(["not_affected", "false_positive", "resolved", "resolved_with_pedigree"]);
const METHODS = ["CVSSv4", "CVSSv31", "CVSSv3", "CVSSv2"];

export function isCycloneDx(document: DocumentFields): boolean {
  return document["bomFormat"] === "CycloneDX";
}

/** Reads a CycloneDX document: an SBOM of an image, with its vulnerabilities where they were looked for, or VEX, or all of these in one. */
export function readCycloneDx(document: DocumentFields): ImageReport {
  const root = fieldsOf(fieldsOf(document["metadata"])["component"]);
  const components = componentsByReference(document);
  const listed = listOf(document["vulnerabilities"]).map(fieldsOf);
  const named = listed.filter((entry) => textOf(entry["id"]) !== undefined);
  const serialNumber = textOf(document["serialNumber"]);
  return {
    images: imagesOf(root),
    subject: textOf(root["name"]) ?? serialNumber ?? "",
    // A document of components that was looked into for none would say that there are none.
    isScan: document["vulnerabilities"] !== undefined && components.size > 0,
    findings: named.flatMap((entry) => findingsOf(entry, components)),
    packages: cycloneDxPackages(document).packages.map(({ coordinates }) => coordinates),
    statements: named.flatMap((entry) => statementOf(entry) ?? []),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    faults: named.length < listed.length ? ["a vulnerability has no id"] : [],
  };
}

/** By its package URL; Trivy states the digest of the registry in a property, Syft and Grype have it for the version. */
function imagesOf(root: DocumentFields): ImageName[] {
  const properties = listOf(root["properties"]).map(fieldsOf);
  const digests = properties.flatMap(({ name, value }) =>
    name === "aquasecurity:trivy:RepoDigest" ? (textOf(value) ?? []) : [],
  );
  const purls = [root["purl"], root["bom-ref"]].flatMap((purl) => imageOfPurl(textOf(purl) ?? ""));
  const stated = imageNames([...digests, ...purls.map(({ repository, digest }) => `${repository}@${digest}`)]);
  if (stated.length > 0 || root["type"] !== "container") return stated;
  const repository = parseImageReference(textOf(root["name"]) ?? "")?.repository;
  return repository === undefined ? [] : imageNames([`${repository}@${textOf(root["version"]) ?? ""}`]);
}

function componentsByReference(document: DocumentFields): Map<string, DocumentFields> {
  const found = new Map<string, DocumentFields>();
  const waiting = listOf(document["components"]).map(fieldsOf);
  for (let component = waiting.pop(); component !== undefined; component = waiting.pop()) {
    const reference = textOf(component["bom-ref"]) ?? textOf(component["purl"]);
    if (reference !== undefined) found.set(reference, component);
    waiting.push(...listOf(component["components"]).map(fieldsOf));
  }
  return found;
}

/** One for each component of this document that is affected. */
function findingsOf(entry: DocumentFields, components: ReadonlyMap<string, DocumentFields>): ImageFinding[] {
  const vulnerability = readVulnerability(entry);
  return affectsOf(entry).flatMap((reference) => {
    const component = components.get(reference);
    if (component === undefined) return [];
    const coordinates = parsePackageUrl(textOf(component["purl"]) ?? "");
    return {
      vulnerability,
      packageName: `${textOf(component["name"]) ?? ""}@${textOf(component["version"]) ?? ""}`,
      reference,
      ...(coordinates === undefined ? {} : { package: coordinates }),
    };
  });
}

function statementOf(entry: DocumentFields): VexStatement | undefined {
  const state = textOf(fieldsOf(entry["analysis"])["state"]);
  if (state === undefined) return undefined;
  return {
    ids: [textOf(entry["id"]) ?? "", ...aliasesOf(entry)],
    isHiding: HIDING.has(state),
    affects: affectsOf(entry),
  };
}

function affectsOf(entry: DocumentFields): string[] {
  return listOf(entry["affects"]).flatMap((affected) => textOf(fieldsOf(affected)["ref"]) ?? []);
}

function aliasesOf(entry: DocumentFields): string[] {
  const names = listOf(entry["references"]).flatMap((reference) => textOf(fieldsOf(reference)["id"]) ?? []);
  return names.filter((name) => name !== entry["id"]);
}

function readVulnerability(entry: DocumentFields): Vulnerability {
  const aliases = aliasesOf(entry);
  const ratings = listOf(entry["ratings"]).map(fieldsOf);
  const rated = METHODS.flatMap((method) => ratings.filter((rating) => rating["method"] === method));
  const score = rated.map(scoreOf).find((each) => each !== undefined);
  // Who recorded it knows best how grave it is: distributions rate it in their own packages.
  const own = ratings.filter(
    ({ source }) => sourceName(source) !== undefined && sourceName(source) === sourceName(entry["source"]),
  );
  const stated = [...own, ...rated, ...ratings]
    .map(({ severity }) => severityOfWord(severity))
    .find((severity) => severity !== "unknown");
  const summary = textOf(entry["description"])?.split("\n", 1)[0]?.slice(0, 300);
  const fixedIn = fixesIn(entry);
  const url = addressOf(entry);
  return {
    id: textOf(entry["id"]) ?? "",
    ...(aliases.length === 0 ? {} : { aliases }),
    severity: stated ?? (score === undefined ? "unknown" : severityOfScore(score)),
    ...(score === undefined ? {} : { score }),
    ...(summary === undefined ? {} : { summary }),
    ...(fixedIn.length === 0 ? {} : { fixedIn }),
    ...(url === undefined ? {} : { url }),
  };
}

function sourceName(source: unknown): string | undefined {
  return textOf(fieldsOf(source)["name"]);
}

/** The page of the vulnerability; that of a whole database leads nowhere. */
function addressOf(entry: DocumentFields): string | undefined {
  const pages = [entry["source"], ...listOf(entry["advisories"])].flatMap(
    (page) => textOf(fieldsOf(page)["url"]) ?? [],
  );
  const names = [textOf(entry["id"]) ?? "", ...aliasesOf(entry)].map((name) => name.toLowerCase());
  return pages.find((page) => names.some((name) => page.toLowerCase().includes(name)));
}

function scoreOf({ score, vector }: DocumentFields): number | undefined {
  return typeof score === "number" ? score : cvssBaseScore(textOf(vector) ?? "");
}

function fixesIn(entry: DocumentFields): string[] {
  const versions = listOf(entry["affects"]).flatMap((affected) => listOf(fieldsOf(affected)["versions"]).map(fieldsOf));
  const unaffected = versions.flatMap(({ version, status }) =>
    status === "unaffected" ? (textOf(version) ?? []) : [],
  );
  return [...new Set([...unaffected, ...upgradesIn(textsOf([entry["recommendation"]]))])].toSorted();
}

/** Trivy writes `Upgrade openssl to version 3.0.13-1~deb12u1`. */
function upgradesIn(recommendations: string[]): string[] {
  return recommendations.flatMap((text) =>
    [...text.matchAll(/\bto version ([^\s;,]+(?:, [\d][^\s;,]*)*)/g)].flatMap(([, versions = ""]) =>
      versions.split(", "),
    ),
  );
}
