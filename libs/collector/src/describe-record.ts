const LONGEST = 300;

/** Says in one line which record is meant, as `reading HealthCheck of ServiceInstance/orders/production/1`; for any value. */
export function describeRecord(record: unknown): string {
  if (typeof record !== "object" || record === null) return "no object";
  const { kind, type, name, resource, resourceType } = record as Record<string, unknown>;
  const of = typeof resource === "object" && resource !== null ? addressed(resource) : undefined;
  if (kind === "reading") return `reading ${printed(type)} of ${of ?? "?"}`.slice(0, LONGEST);
  if (kind === "sweep") return `sweep of ${printed(resourceType)}`.slice(0, LONGEST);
  return `${printed(kind)} ${of ?? addressed({ type, name })}`.slice(0, LONGEST);
}

function addressed({ type, name }: { type?: unknown; name?: unknown }): string {
  return `${printed(type)}/${printed(name)}`;
}

function printed(value: unknown): string {
  return typeof value === "string" ? value : "?";
}
