import { type PackageCoordinates, parsePackageUrl, type Vulnerability } from "@binnacle/contract";
import {
  type DocumentFields,
  entriesOf,
  fieldsOf,
  isObject,
  listOf,
  textOf,
  textsOf,
} from "../../documents/document-fields.js";
import { imageNames } from "./image-names.js";
import type { ImageFinding, ImageReport } from "./image-report.js";
import { severityOfWord } from "./severity-words.js";

/** Whether a document is what `trivy image --format json` writes. */
export function isTrivyReport(document: DocumentFields): boolean {
  return document["SchemaVersion"] !== undefined && textOf(document["ArtifactName"]) !== undefined;
}

/** Reads a report of schema version 2 (https://trivy.dev/latest/docs/configuration/reporting/#json); packages are there with `--list-all-pkgs`. */
export function readTrivyReport(document: DocumentFields): ImageReport {
  const results = listOf(document["Results"]).map(fieldsOf);
  const found = results.flatMap((result) =>
    listOf(result["Vulnerabilities"]).map((entry) => readFinding(fieldsOf(entry))),
  );
  return {
    images: imageNames(textsOf(fieldsOf(document["Metadata"])["RepoDigests"])),
    subject: textOf(document["ArtifactName"]) ?? "",
    isScan: true,
    findings: found.filter((finding) => finding !== undefined),
    packages: results.flatMap((result) =>
      listOf(result["Packages"]).flatMap((entry) => packageOf(fieldsOf(entry)) ?? []),
    ),
    statements: [],
    faults: found.includes(undefined) ? ["a vulnerability has no VulnerabilityID"] : [],
  };
}

function readFinding(entry: DocumentFields): ImageFinding | undefined {
  const id = textOf(entry["VulnerabilityID"]);
  if (id === undefined) return undefined;
  const { PURL: purl, BOMRef: reference } = fieldsOf(entry["PkgIdentifier"]);
  const coordinates = parsePackageUrl(textOf(purl) ?? "");
  const bomRef = textOf(reference);
  return {
    vulnerability: readVulnerability(id, entry),
    packageName: `${textOf(entry["PkgName"]) ?? ""}@${textOf(entry["InstalledVersion"]) ?? ""}`,
    ...(coordinates === undefined ? {} : { package: coordinates }),
    ...(bomRef === undefined ? {} : { reference: bomRef }),
  };
}

function readVulnerability(id: string, entry: DocumentFields): Vulnerability {
  const aliases = textsOf(entry["VendorIDs"]);
  const score = scoreOf(fieldsOf(entry["CVSS"]), textOf(entry["SeveritySource"]));
  const summary = textOf(entry["Title"]);
  const fixedIn = (textOf(entry["FixedVersion"]) ?? "").split(/\s*,\s*/).filter((version) => version !== "");
  const url = textOf(entry["PrimaryURL"]);
  return {
    id,
    ...(aliases.length === 0 ? {} : { aliases }),
    severity: severityOfWord(entry["Severity"]),
    ...(score === undefined ? {} : { score }),
    ...(summary === undefined ? {} : { summary }),
    ...(fixedIn.length === 0 ? {} : { fixedIn }),
    ...(url === undefined ? {} : { url }),
  };
}

/** Of who rated the severity, else of the NVD, else of the first by name who gave one. */
function scoreOf(ratings: DocumentFields, rater: string | undefined): number | undefined {
  const raters = [
    rater ?? "",
    "nvd",
    ...entriesOf(ratings)
      .map(([name]) => name)
      .toSorted(),
  ];
  const scores = raters.flatMap((name) => {
    const { V40Score, V3Score } = fieldsOf(Object.hasOwn(ratings, name) ? ratings[name] : undefined);
    return [V40Score, V3Score];
  });
  return scores.find((score) => typeof score === "number");
}

function packageOf(entry: DocumentFields): (PackageCoordinates & { version: string }) | undefined {
  const coordinates = parsePackageUrl(textOf(fieldsOf(entry["Identifier"])["PURL"]) ?? "");
  return isObject(coordinates) && coordinates?.version !== undefined
    ? { ...coordinates, version: coordinates.version }
    : undefined;
}
