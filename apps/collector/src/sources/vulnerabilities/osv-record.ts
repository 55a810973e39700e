import type { OsvEvent } from "@binnacle/versions";
import { type DocumentFields, fieldsOf, listOf, textOf, textsOf } from "../../documents/document-fields.js";
import type { OsvPackage } from "./osv-ecosystem.js";

/** What is read of a record in the OSV format (https://ossf.github.io/osv-schema/). */
export interface OsvRecord {
  id: string;
  aliases: string[];
  isWithdrawn: boolean;
  summary?: string;
  severity: OsvSeverity;
  affected: OsvAffected[];
}

export interface OsvAffected {
  package: OsvPackage;
  severity: OsvSeverity;
  ranges: OsvRange[];
  versions: string[];
}

export interface OsvRange {
  type: "SEMVER" | "ECOSYSTEM";
  events: OsvEvent[];
}

export interface OsvSeverity {
  /** CVSS vectors, by OSV's name of their version: `CVSS_V3`. */
  vectors: Map<string, string>;
  /** What the database says in a word. */
  word?: string;
}

/** Reads a record; nothing in it is trusted. `undefined`: it is none. */
export function readOsvRecord(document: unknown): OsvRecord | undefined {
  const record = fieldsOf(document);
  const id = textOf(record["id"]);
  if (id === undefined) return undefined;
  const summary = textOf(record["summary"]) ?? firstSentence(textOf(record["details"]));
  return {
    id,
    aliases: textsOf(record["aliases"]),
    isWithdrawn: textOf(record["withdrawn"]) !== undefined,
    ...(summary === undefined ? {} : { summary }),
    severity: severityOf(record),
    affected: listOf(record["affected"]).flatMap((affected) => readAffected(fieldsOf(affected)) ?? []),
  };
}

function readAffected(affected: DocumentFields): OsvAffected | undefined {
  const { ecosystem, name } = fieldsOf(affected["package"]);
  if (textOf(ecosystem) === undefined || textOf(name) === undefined) return undefined;
  return {
    package: { ecosystem: ecosystem as string, name: name as string },
    severity: severityOf(affected),
    ranges: listOf(affected["ranges"]).flatMap((range) => readRange(fieldsOf(range)) ?? []),
    versions: textsOf(affected["versions"]),
  };
}

/** Ranges of commits say nothing about versions. */
function readRange({ type, events }: DocumentFields): OsvRange | undefined {
  if (type !== "SEMVER" && type !== "ECOSYSTEM") return undefined;
  return {
    type,
    events: listOf(events).map((event) =>
      Object.fromEntries(Object.entries(fieldsOf(event)).filter(([, version]) => textOf(version) !== undefined)),
    ),
  };
}

/** Vectors stand in `severity`, or (RustSec, PyPA) in `database_specific.cvss`; GitHub's word in `database_specific.severity`. */
function severityOf(fields: DocumentFields): OsvSeverity {
  const vectors = new Map<string, string>();
  const database = fieldsOf(fields["database_specific"]);
  const word = textOf(database["severity"]) ?? textOf(fieldsOf(fields["ecosystem_specific"])["severity"]);
  const loose = textOf(database["cvss"]);
  if (loose !== undefined) vectors.set(loose.startsWith("CVSS:4") ? "CVSS_V4" : "CVSS_V3", loose);
  for (const severity of listOf(fields["severity"]).map(fieldsOf)) {
    const type = textOf(severity["type"]);
    const score = textOf(severity["score"]);
    if (type !== undefined && score !== undefined) vectors.set(type, score);
  }
  return { vectors, ...(word === undefined ? {} : { word }) };
}

function firstSentence(details: string | undefined): string | undefined {
  const line = details
    ?.split("\n", 1)[0]
    ?.replace(/^#+\s*/, "")
    .trim()
    .slice(0, 200);
  return line === "" ? undefined : line;
}
