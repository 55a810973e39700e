/**
 * By reading type, what of its value is another each time by its nature, as something that is measured: JSON Pointers within the value, in
 * which `*` stands for every key or index; the empty one is the whole value.
 */
export type Varying = Readonly<Record<string, readonly string[]>>;

/** The value without what lies at the pointers. */
export function withoutVarying(value: unknown, pointers: readonly string[]): unknown {
  const paths = pointers.map((pointer) => pointer.split("/").slice(1));
  return paths.reduce(without, value);
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return undefined;
  if (typeof value !== "object" || value === null) return value;
  const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
  const entries = Object.entries(value).map(([own, inner]) => [
    own,
    key === "*" || own === name ? without(inner, rest) : (inner as unknown),
  ]);
  // Of an array the places stay, so that paths mean what they say.
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
