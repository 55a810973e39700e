export interface Difference {
  /** JSON Pointer. */
  path: string;
  detail: string;
}

/** Where two JSON values differ first, if they do. The order of keys means nothing, that of arrays does. */
export function firstDifference(one: unknown, other: unknown, path = ""): Difference | undefined {
  if (Object.is(one, other)) return undefined;
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) {
    return { path, detail: `${shown(one)} in one, ${shown(other)} in the other` };
  }
  if (Array.isArray(one) && Array.isArray(other) && isPermuted(one, other)) {
    return { path, detail: "the same items in another order" };
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) {
    const below = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const difference = firstDifference(one[key], other[key], below);
    if (difference) return difference;
  }
  return undefined;
}

function isPermuted(one: readonly unknown[], other: readonly unknown[]): boolean {
  const [before, after] = [one, other].map((items) => items.map((item) => JSON.stringify(item)));
  return (
    JSON.stringify(before) !== JSON.stringify(after) &&
    JSON.stringify(before!.toSorted()) === JSON.stringify(after!.toSorted())
  );
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "absent" : (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
