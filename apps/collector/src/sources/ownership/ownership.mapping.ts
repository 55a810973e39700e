import { reading, resource } from "@binnacle/collector";
import { type CatalogRecord, referenceTo, type Reference, service, team } from "@binnacle/contract";
import {
  asMap,
  type CatalogEntity,
  type CatalogInfo,
  readComponent,
  readReference,
  textOf,
} from "../../ownership/catalog-info.js";
import type { Description } from "../../ownership/description.js";
import type { Ownership } from "../../ownership/ownership.js";
import { ownershipRecords } from "../../ownership/ownership-records.js";
import { boundedText } from "../../documents/plain-text.js";
import type { ListEntry } from "./owner-list.js";

/** What one file says of one Service. */
export interface ServiceStatement {
  service: string;
  ownership?: Ownership;
  description?: Description;
}

/** Resource types for what Backstage's format describes beside services and teams. */
const SYSTEM = "System";
const API = "Api";

/** What a list says. */
export function statementOfEntry({ service, teams, users, ...texts }: ListEntry, from: string): ServiceStatement {
  return {
    service,
    ...(teams.length + users.length > 0 && { ownership: { from, teams, users } }),
    ...(Object.keys(texts).length > 0 && { description: { from, ...bounded(texts) } }),
  };
}

/** What a Component says. */
export function statementOfComponent(entity: CatalogEntity, from: string): ServiceStatement | undefined {
  const { name, owner, ...texts } = readComponent(entity);
  if (name === undefined) return undefined;
  const { metadata, spec } = entity;
  const attributes = {
    ...bounded(texts),
    ...listOf("tags", textsIn(metadata["tags"]).toSorted()),
    ...listOf("links", linksIn(metadata["links"])),
    ...listOf("dependsOn", referencesIn(spec["dependsOn"], "component")),
    ...listOf("providesApis", referencesIn(spec["providesApis"], "api")),
    ...listOf("consumesApis", referencesIn(spec["consumesApis"], "api")),
  };
  return {
    service: name,
    ...(owner && { ownership: ownershipOfOwner(owner, from) }),
    ...(Object.keys(attributes).length > 0 && { description: { from, ...attributes } }),
  };
}

/** The records of a System, an API or a Group; none for other kinds. */
export function mapEntity(entity: CatalogEntity, from: string): CatalogRecord[] {
  const { name, owner, ...texts } = readComponent(entity);
  if (name === undefined) return [];
  const { owners, records } = ownersOf(owner, from);
  if (entity.kind === "System") {
    const ofSystem = resource(SYSTEM, name);
    const domain = textOf(entity.spec["domain"]);
    const value = { from, ...bounded(texts), ...(domain && { domain }), ...owners };
    return [ofSystem, ...records, reading(ofSystem, "SystemDescription", value)];
  }
  if (entity.kind === "API") {
    const ofApi = resource(API, name);
    return [ofApi, ...records, reading(ofApi, "ApiDescription", { from, ...bounded(texts), ...owners })];
  }
  return entity.kind === "Group" ? mapGroup(entity, name, from) : [];
}

/** All that is published of Services. Of several statements on one of them the first that says something counts, for each reading apart. */
export function mapServices(statements: readonly ServiceStatement[]): CatalogRecord[] {
  const services = new Map<string, { ownership?: Ownership; description?: Description }>();
  for (const { service: name, ownership, description } of statements) {
    const known = services.get(name) ?? {};
    services.set(name, {
      ...(ownership && { ownership }),
      ...(description && { description }),
      ...known,
    });
  }
  return [...services].flatMap(([name, { ownership, description }]) => {
    const owner = resource(service(name));
    return [
      owner,
      ...(ownership ? ownershipRecords(owner, ownership) : []),
      ...(description ? [reading(owner, "ServiceDescription", description)] : []),
    ];
  });
}

function mapGroup({ metadata, spec }: CatalogEntity, name: string, from: string): CatalogRecord[] {
  const ofTeam = resource(team(name));
  const parent = readReference(spec["parent"], "group")?.name;
  const title = textOf(asMap(spec["profile"])["displayName"]) ?? textOf(metadata["title"]);
  const description = textOf(metadata["description"]);
  const members = textsIn(spec["members"]).flatMap((member) => readReference(member, "user")?.name ?? []);
  return [
    ofTeam,
    ...(parent === undefined ? [] : [resource(team(parent))]),
    reading(ofTeam, "TeamDescription", {
      from,
      ...bounded({ title, description }),
      ...(textOf(spec["type"]) && { type: textOf(spec["type"]) }),
      ...(parent !== undefined && { parent: referenceTo(team(parent)) }),
      ...listOf("members", members.toSorted()),
    }),
  ];
}

function ownersOf(owner: CatalogInfo["owner"], from: string) {
  if (owner === undefined) return { owners: {}, records: [] };
  const { teams, users } = ownershipOfOwner(owner, from);
  return {
    owners: { owners: { teams: teams.map((name) => referenceTo(team(name))), users } },
    records: teams.map((name) => resource(team(name))),
  };
}

function ownershipOfOwner({ kind, name }: NonNullable<CatalogInfo["owner"]>, from: string): Ownership {
  return { from, teams: kind === "team" ? [name] : [], users: kind === "user" ? [name] : [] };
}

/** Components are Services, APIs are `Api`s; other kinds are nothing of the catalog's. */
function referencesIn(list: unknown, usualKind: string): Reference[] {
  return textsIn(list).flatMap((text) => {
    const { kind, name } = readReference(text, usualKind) ?? {};
    if (kind === "component") return [referenceTo(service(name!))];
    return kind === "api" ? [{ resourceType: API, resourceName: name! }] : [];
  });
}

function linksIn(list: unknown): { url: string; title?: string }[] {
  return (Array.isArray(list) ? list : []).map(asMap).flatMap((link) => {
    const url = textOf(link["url"]);
    const title = textOf(link["title"]);
    return url === undefined ? [] : [{ url, ...(title && { title }) }];
  });
}

function textsIn(list: unknown): string[] {
  return (Array.isArray(list) ? list : []).flatMap((item) => textOf(item) ?? []);
}

function listOf<K extends string, T>(key: K, items: T[]): Partial<Record<K, T[]>> {
  return items.length === 0 ? {} : ({ [key]: items } as Record<K, T[]>);
}

function bounded<T extends Record<string, string | undefined>>(texts: T): { [K in keyof T]?: string } {
  const kept = Object.entries(texts).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, boundedText(text.replaceAll(/\s+/g, " "))]],
  );
  return Object.fromEntries(kept) as { [K in keyof T]?: string };
}
