import type { ReadingRecord, RemovalRecord, ResourceAddress, ResourceRecord } from "@binnacle/contract";

export type ResourceFields = Omit<ResourceRecord, "kind" | "type" | "name">;

/** A `resource` record: states that it exists. Its address may come from a naming builder; `parent` may be any resource record. */
export function resource(type: string, name: string, fields?: ResourceFields): ResourceRecord;
export function resource(address: ResourceAddress, fields?: ResourceFields): ResourceRecord;
export function resource(
  of: string | ResourceAddress,
  nameOrFields?: string | ResourceFields,
  fieldsAfterName?: ResourceFields,
): ResourceRecord {
  const { type, name } = typeof of === "string" ? { type: of, name: nameOrFields as string } : of;
  const { parent, ...rest } = (typeof of === "string" ? fieldsAfterName : (nameOrFields as ResourceFields)) ?? {};
  return {
    kind: "resource",
    type,
    name,
    ...(parent === undefined ? {} : { parent: parent && address(parent) }),
    ...rest,
  };
}

/** A `reading` record about the resource given by its address, or by its record. A `SNAPSHOT` unless said otherwise. */
export function reading(
  of: ResourceAddress,
  type: string,
  value: unknown,
  fields: Pick<ReadingRecord, "storageMode" | "collectedOn"> = {},
): ReadingRecord {
  return { kind: "reading", resource: address(of), type, value, ...fields };
}

/** A `removal` record: ends the resource. */
export function removal(of: ResourceAddress, fields: Pick<RemovalRecord, "removedOn"> = {}): RemovalRecord {
  return { kind: "removal", resource: address(of), ...fields };
}

function address({ type, name }: ResourceAddress): ResourceAddress {
  return { type, name };
}
