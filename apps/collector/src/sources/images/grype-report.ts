import { parsePackageUrl, type Vulnerability } from "@binnacle/contract";
import { type DocumentFields, fieldsOf, listOf, textOf, textsOf } from "../../documents/document-fields.js";
import { imageNames } from "./image-names.js";
import type { ImageFinding, ImageReport } from "./image-report.js";
import { severityOfWord } from "./severity-words.js";

/** Whether a document is what `grype IMAGE -o json` writes. */
export function isGrypeReport(document: DocumentFields): boolean {
  return Array.isArray(document["matches"]) && fieldsOf(document["descriptor"])["name"] === "grype";
}

/** Reads a report of Grype, which leaves out what its own VEX and ignore rules hide (`ignoredMatches`). It lists no packages but those with findings. */
export function readGrypeReport(document: DocumentFields): ImageReport {
  const target = fieldsOf(fieldsOf(document["source"])["target"]);
  const found = listOf(document["matches"]).map((match) => readFinding(fieldsOf(match)));
  return {
    images: imageNames(textsOf(target["repoDigests"])),
    subject: textOf(target["userInput"]) ?? "",
    isScan: true,
    findings: found.filter((finding) => finding !== undefined),
    packages: [],
    statements: [],
    faults: found.includes(undefined) ? ["a match names no vulnerability"] : [],
  };
}

function readFinding(match: DocumentFields): ImageFinding | undefined {
  const stated = fieldsOf(match["vulnerability"]);
  const id = textOf(stated["id"]);
  if (id === undefined) return undefined;
  const related = listOf(match["relatedVulnerabilities"]).map(fieldsOf);
  const { name, version, purl, id: reference } = fieldsOf(match["artifact"]);
  const coordinates = parsePackageUrl(textOf(purl) ?? "");
  const artifactId = textOf(reference);
  return {
    vulnerability: readVulnerability(id, stated, related),
    packageName: `${textOf(name) ?? ""}@${textOf(version) ?? ""}`,
    ...(coordinates === undefined ? {} : { package: coordinates }),
    ...(artifactId === undefined ? {} : { reference: artifactId }),
  };
}

function readVulnerability(id: string, stated: DocumentFields, related: DocumentFields[]): Vulnerability {
  const aliases = related.flatMap((other) => textOf(other["id"]) ?? []).filter((alias) => alias !== id);
  const score = [stated, ...related].map(scoreOf).find((each) => each !== undefined);
  const summary = [stated, ...related]
    .map(({ description }) => textOf(description)?.split("\n", 1)[0]?.slice(0, 300))
    .find((text) => text !== undefined);
  const fixedIn = textsOf(fieldsOf(stated["fix"])["versions"]);
  const url = textOf(stated["dataSource"]);
  return {
    id,
    ...(aliases.length === 0 ? {} : { aliases }),
    severity: severityOfWord(stated["severity"]),
    ...(score === undefined ? {} : { score }),
    ...(summary === undefined ? {} : { summary }),
    ...(fixedIn.length === 0 ? {} : { fixedIn }),
    ...(url === undefined ? {} : { url }),
  };
}

/** That of the newest version of CVSS. */
function scoreOf({ cvss }: DocumentFields): number | undefined {
  const ratings = listOf(cvss)
    .map(fieldsOf)
    .toSorted((a, b) => String(b["version"]).localeCompare(String(a["version"]), "en"));
  return ratings.map(({ metrics }) => fieldsOf(metrics)["baseScore"]).find((score) => typeof score === "number");
}
