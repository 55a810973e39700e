/** A leaf of a value with what it is called. */
export interface Fact {
  label: string;
  value: string | number | boolean;
}

const MOST = 40;

/** The leaves of a value as facts to list: `{commits: {total: 3}}` is `Commits total: 3`. Lists are left out: they need a tree. */
export function factsOf(value: unknown, path: readonly string[] = []): Fact[] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return path.length === 0 ? [] : [{ label: labelOf(path), value }];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .flatMap(([key, inner]) => factsOf(inner, [...path, key]))
    .slice(0, MOST);
}

function labelOf(path: readonly string[]): string {
  const words = path
    .join(" ")
    .replaceAll(/(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])/g, " ")
    .toLowerCase();
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
