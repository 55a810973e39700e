import {
  type CatalogRecord,
  NAMING_TEMPLATES,
  type NamingTemplate,
  READING_TYPES,
  type ReadingRecord,
  type ResourceRecord,
  type WellKnownReadingType,
} from "@binnacle/contract";
import { describeRecord } from "../describe-record.js";
import type { CollectorFinding } from "./collector-finding.js";
import { keyOf } from "./record-key.js";

const TEMPLATES = new Map<string, NamingTemplate>(NAMING_TEMPLATES.map((template) => [template.type, template]));
const MODES: Readonly<Record<string, WellKnownReadingType>> = READING_TYPES;

/** What the records of one run say of themselves and of each other. `foreign` are the types whose Resources others state. */
export function checkRecords(records: readonly CatalogRecord[], foreign: ReadonlySet<string>): CollectorFinding[] {
  const stated = new Set(records.filter(({ kind }) => kind === "resource").map(keyOf));
  return records.flatMap((record) => {
    if (record.kind === "resource") return namingFaults(record);
    if (record.kind !== "reading") return [];
    const { type, name } = record.resource;
    const isStated = foreign.has(type) || stated.has(keyOf({ kind: "resource", type, name }));
    return [
      ...modeFaults(record),
      ...(isStated
        ? []
        : [finding(record, "NO_RESOURCE", "/resource", "is not stated by a resource record of the same run")]),
    ];
  });
}

function namingFaults(record: ResourceRecord): CollectorFinding[] {
  const known = TEMPLATES.get(record.type);
  if (!known) return [];
  const { template, parentType } = known;
  const isNamed = patternOf(template).test(record.name);
  const isChild = !record.parent || record.parent.type === parentType;
  return [
    ...(isNamed ? [] : [finding(record, "NAMING", "/name", `is not spelled ${template}`)]),
    ...(isChild
      ? []
      : [
          finding(
            record,
            "NAMING",
            "/parent/type",
            parentType === undefined ? "has no parent" : `must be ${parentType}`,
          ),
        ]),
  ];
}

function modeFaults(record: ReadingRecord): CollectorFinding[] {
  const agreed = Object.hasOwn(MODES, record.type) ? MODES[record.type]?.storageMode : undefined;
  if (agreed === undefined || agreed === (record.storageMode ?? "SNAPSHOT")) return [];
  return [finding(record, "NAMING", "/storageMode", `must be ${agreed}, as is agreed for ${record.type}`)];
}

/** A template as the pattern of the names that it makes: each placeholder stands for one character at least. */
function patternOf(template: string): RegExp {
  const literals = template.split(/\{\w+\}/).map((literal) => literal.replaceAll(/[^\w/]/g, String.raw`\$&`));
  return new RegExp(`^${literals.join(".+")}$`, "s");
}

function finding(
  record: CatalogRecord,
  code: CollectorFinding["code"],
  path: string,
  detail: string,
): CollectorFinding {
  return { code, record: describeRecord(record), path, detail };
}
