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

/** An entity of a descriptor, as far as it is looked at. */
export interface CatalogEntity {
  kind: string;
  metadata: Record<string, unknown>;
  spec: Record<string, unknown>;
}

/** What a reference between entities names; the namespace is left out. */
export interface EntityReference {
  kind: string;
  name: string;
}

/**
 * The entities of a descriptor, in its order.
 * @throws Error if a document is not valid YAML
 */
export function readEntities(text: string): CatalogEntity[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    const { kind, metadata, spec } = asMap(document.toJS({ maxAliasCount: MAX_ALIASES }));
    return typeof kind === "string" ? [{ kind, metadata: asMap(metadata), spec: asMap(spec) }] : [];
  });
}

/**
 * Of the Components in the file the one named like the service, else the first. `undefined` if there is none.
 * @throws Error if a document is not valid YAML
 */
export function readCatalogInfo(text: string, service: string): CatalogInfo | undefined {
  const components = readEntities(text).flatMap((entity) =>
    entity.kind === "Component" ? [readComponent(entity)] : [],
  );
  return components.find(({ name }) => name === service) ?? components[0];
}

/** What a Component, or another entity of the kinds that have an owner, says of itself. */
export function readComponent({ metadata, spec }: CatalogEntity): CatalogInfo {
  const owner = readOwner(spec["owner"]);
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

/** Reads an entity reference, `[kind:][namespace/]name`. */
export function readReference(reference: unknown, usualKind: string): EntityReference | undefined {
  const [, kind = usualKind, name] = /^(?:([^:/]+):)?(?:[^:/]+\/)?([^:/]+)$/.exec(textOf(reference) ?? "") ?? [];
  return name === undefined ? undefined : { kind: kind.toLowerCase(), name };
}

function readOwner(reference: unknown): CatalogInfo["owner"] {
  const { kind, name } = readReference(reference, "group") ?? {};
  return name === undefined ? undefined : { kind: kind === "user" ? "user" : "team", name };
}

function text<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  const content = textOf(value);
  return content === undefined ? {} : ({ [key]: content } as Record<K, string>);
}

/** The text, if it is one that says anything. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** A mapping; of anything else an empty one. */
export function asMap(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
