/** An object of a reading's value, of which nothing is known: anybody may have published anything. */
export type Fields = Readonly<Record<string, unknown>>;

const MAX_TEXT = 2_000;

/** The value if it is an object, else one without fields. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The first of the fields that holds a text, cut where it is very long. */
export function textIn(fields: Fields, ...names: string[]): string | undefined {
  const found = names.map((name) => fields[name]).find((value) => typeof value === "string" && value !== "");
  return (found as string | undefined)?.slice(0, MAX_TEXT);
}

export function textsIn(fields: Fields, name: string): string[] {
  return listIn(fields, name).filter((value) => typeof value === "string" && value !== "") as string[];
}

export function listIn(fields: Fields, name: string): unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
}

/** The names of the Resources of a type that a value refers to, wherever in it the references are. */
export function referencedNames(value: unknown, resourceType: string): string[] {
  const names = new Set<string>();
  collect(value, resourceType, names);
  return [...names];
}

function collect(value: unknown, resourceType: string, names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  const { resourceType: type, resourceName: name } = fieldsOf(value);
  if (type === resourceType && typeof name === "string") names.add(name.normalize("NFC"));
  for (const each of Object.values(value)) collect(each, resourceType, names);
}
