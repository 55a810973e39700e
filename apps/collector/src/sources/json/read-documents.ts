import { parseAllDocuments } from "yaml";
import { exactInteger, parseExactJson } from "../../mapping/exact-numbers.js";
import { shown } from "../../mapping/record-mapping.js";

export type DocumentFormat = "json" | "yaml" | "ndjson";

/** A document of a source, or why a part of it is none. */
export type ReadDocument = { document: unknown } | { fault: string };

/** More aliases than this would let a small file become a huge document. */
const MAX_ALIASES = 100;

/** The documents of a text: one of JSON, those between `---` of YAML, a line each of NDJSON. What is none does not cost the others. */
export function readDocuments(text: string, format: DocumentFormat): ReadDocument[] {
  if (format === "yaml") return readYaml(text);
  if (format === "json")
    return [
      attempt(
        () => parseExactJson(text),
        () => shown(text.slice(0, 200)),
      ),
    ];
  return text.split(/\r?\n/).flatMap((line, index) =>
    line.trim() === ""
      ? []
      : [
          attempt(
            () => parseExactJson(line),
            () => `line ${index + 1}, ${shown(line)}`,
          ),
        ],
  );
}

/** By the name of the file. */
export function formatOf(name: string): DocumentFormat {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  return /\.(ndjson|jsonl)$/i.test(name) ? "ndjson" : "json";
}

function readYaml(text: string): ReadDocument[] {
  const documents = parseAllDocuments(text, { intAsBigInt: true });
  return [...documents].map((document, index) => {
    const [error] = document.errors;
    if (error !== undefined)
      return { fault: `document ${index + 1} is not valid YAML: ${error.message.split("\n")[0]}` };
    return attempt(
      () => withoutBigInts(document.toJS({ maxAliasCount: MAX_ALIASES })),
      () => `document ${index + 1}`,
    );
  });
}

function attempt(read: () => unknown, where: () => string): ReadDocument {
  try {
    return { document: read() };
  } catch (error) {
    return { fault: `${(error as Error).message} (${where()})` };
  }
}

function withoutBigInts(value: unknown): unknown {
  if (typeof value === "bigint") return exactInteger(value);
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutBigInts(member)]));
}
