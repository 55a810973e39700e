// Writes docs/binnacle.schema.json, which editors check binnacle.yaml by; with --check it says instead whether the file is up to date.
// It runs on `dist`, after a build.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationSchemas } from "@binnacle/platform";
import { SourceEntry } from "../apps/collector/dist/sources-configuration.js";
import { SOURCES } from "../apps/collector/dist/sources/index.js";
import { ScorecardEntry } from "../apps/provider/dist/calculations/scorecards-configuration.js";
import { HousekeepingConfiguration } from "../libs/housekeeping/dist/index.js";
import { DeclaredFields, ReadingTypeSettings } from "../libs/platform/dist/configuration/catalog-configuration.js";
import { readDocstrings } from "./docstrings.mjs";

const ROOT = join(import.meta.dirname, "..");
const FILE = join(ROOT, "docs/binnacle.schema.json");
const DOCUMENTED = [
  "apps/collector/src/**/*.ts",
  "apps/provider/src/calculations/*.ts",
  "libs/{calculation,housekeeping,platform}/src/**/*.ts",
];
/** A source that receives has no runs. */
const UNSCHEDULED = { schedule: false, timeout: false, retries: false, retryDelay: false };

const MODULES = await Promise.all(Object.entries(SOURCES).map(async ([use, load]) => ({ use, ...(await load()) })));
// JSON.stringify leaves DEL and the C1 controls of patterns as they are, invisible.
const text = `${JSON.stringify(schemaOfFile(), null, 2).replaceAll(/[\u007f-\u009f]/g, escapeControl)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, "utf8") !== text) {
  console.error("docs/binnacle.schema.json is not what the classes say now; `npm run schema` writes it");
  process.exitCode = 1;
}

function escapeControl(control) {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function schemaOfFile() {
  const schemas = new ConfigurationSchemas(readDocstrings(ROOT, DOCUMENTED));
  const sections = {
    sources: { description: "What is collected.", type: "array", minItems: 1, items: sourceSchema(schemas) },
    fields: {
      description: "By what Readings and Resources are filtered, sorted and searched.",
      ...withoutPlace(schemas, DeclaredFields).properties.fields,
    },
    readingTypes: {
      description: "How the Readings of a type are kept, by type.",
      type: "object",
      additionalProperties: schemas.reference(ReadingTypeSettings),
    },
    housekeeping: schemas.reference(HousekeepingConfiguration),
    scorecards: {
      description: "What services are asked.",
      type: "array",
      minItems: 1,
      items: schemas.reference(ScorecardEntry),
    },
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "binnacle.yaml",
    description: "What a company's catalog is about. Each process reads the sections that concern it.",
    type: "object",
    properties: sections,
    // A place for anchors that several sections use.
    patternProperties: { "^x-": {} },
    additionalProperties: false,
    definitions: schemas.definitions,
  };
}

/** An entry of `sources`: what its options may be depends on `use`. */
function sourceSchema(schemas) {
  const { properties, ...rest } = withoutPlace(schemas, SourceEntry);
  const choices = MODULES.map(({ use, options, ...module }) => {
    const reference = schemas.reference(options);
    const needsOptions = schemas.definitions[reference.$ref.split("/").at(-1)].required !== undefined;
    return {
      if: { properties: { use: { const: use } }, required: ["use"] },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: {
        properties: { options: reference, ...("receive" in module && UNSCHEDULED) },
        ...(needsOptions && { required: ["options"] }),
      },
    };
  });
  const uses = { ...properties.use, enum: Object.keys(SOURCES) };
  return { ...rest, properties: { ...properties, use: uses }, allOf: choices };
}

/** The schema itself, which stands where it is used and among no definitions. */
function withoutPlace(schemas, shape) {
  schemas.reference(shape);
  const schema = schemas.definitions[shape.name];
  delete schemas.definitions[shape.name];
  return schema;
}
