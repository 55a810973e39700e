import { parseAllDocuments } from "yaml";

export const CATALOG_INFO_PATHS = ["catalog-info.yaml", "catalog-info.yml"] as const;

/** What a Backstage descriptor says of a service. */
export interface CatalogInfo {
  name?: string;
  title?: string;
  description?: string;
  type?: string;
  lifecycle?: string;
  system?: string;
  owner?: { kind: "team" | "user"; name: string };
}

/** Bigger or deeper nested files are no descriptors. */
const MAX_ALIASES = 100;

/**
 * Of the Components in the file the one named like the service, else the first. `undefined` if there is none.
 * @throws Error if a document is not valid YAML
 */
export function readCatalogInfo(text: string, service: string): CatalogInfo | undefined {
  const components = parseAllDocuments(text).flatMap((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    const entity = asMap(document.toJS({ maxAliasCount: MAX_ALIASES }));
    return entity["kind"] === "Component" ? [readComponent(entity)] : [];
  });
  return components.find(({ name }) => name === service) ?? components[0];
}

function readComponent(entity: Record<string, unknown>): CatalogInfo {
  const metadata = asMap(entity["metadata"]);
  const spec = asMap(entity["spec"]);
  const owner = readOwner(textOf(spec["owner"]));
  return {
    ...text("name", metadata["name"]),
    ...text("title", metadata["title"]),
    ...text("description", metadata["description"]),
    ...text("type", spec["type"]),
    ...text("lifecycle", spec["lifecycle"]),
    ...text("system", spec["system"]),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** An entity reference, `[kind:][namespace/]name`; without a kind a group. */
function readOwner(reference: string | undefined): CatalogInfo["owner"] {
  const [, kind = "group", name] = /^(?:([^:/]+):)?(?:[^:/]+\/)?([^:/]+)$/.exec(reference ?? "") ?? [];
  if (name === undefined) return undefined;
  return { kind: kind.toLowerCase() === "user" ? "user" : "team", name };
}

function text<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  const content = textOf(value);
  return content === undefined ? {} : ({ [key]: content } as Record<K, string>);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function asMap(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
