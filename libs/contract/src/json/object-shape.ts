import { isPlainText, isStorableText, quoteText } from "./jsonb-string.js";

/** One key of an object as `jsonb` prints it. */
export interface JsonbKey {
  readonly key: string;
  /** What is printed before the value: brace or comma, then the key with its quotes and colon. */
  readonly lead: string;
  /** UTF-8 bytes of `lead`. */
  readonly leadBytes: number;
}

/** The keys of an object, for all objects that have the same in the same order. */
export interface ObjectShape {
  /** As the object has them. */
  readonly names: readonly string[];
  /** As `jsonb` orders them. */
  readonly sorted: readonly JsonbKey[];
  /** Whether it has both keys of a reference. */
  readonly isReference: boolean;
}

// The shapes that a catalog sees are few and come again and again: sorting keys took half of the time. Each slot remembers the
// last shape that fell to it, if that is small.
const SHAPE_SLOTS = 512;
const MAX_CACHED_KEYS = 64;
const MAX_CACHED_KEY_LENGTH = 64;
const shapes: (ObjectShape | undefined)[] = Array.from({ length: SHAPE_SLOTS }, () => undefined);

/** `undefined` if a key cannot be stored. */
export function objectShape(names: readonly string[]): ObjectShape | undefined {
  const slot = shapeSlot(names);
  const known = shapes[slot];
  if (known !== undefined && isSameList(known.names, names)) {
    return known;
  }
  if (!names.every(isStorableText)) {
    return undefined;
  }
  const shape = {
    names,
    sorted: sortKeys(names),
    isReference: names.includes("resourceType") && names.includes("resourceName"),
  };
  if (names.length <= MAX_CACHED_KEYS && names.every((name) => name.length <= MAX_CACHED_KEY_LENGTH)) {
    shapes[slot] = shape;
  }
  return shape;
}

function shapeSlot(names: readonly string[]): number {
  const { length } = names;
  if (length === 0) {
    return 0;
  }
  const first = names[0]!;
  const last = names[length - 1]!;
  // A key may be empty: NaN counts as 0 in a bitwise operation.
  const ends = (first.length + 3 * first.charCodeAt(0)) ^ (5 * last.length + 7 * last.charCodeAt(0));
  return ((11 * length) ^ ends) % SHAPE_SLOTS;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) {
      return false;
    }
  }
  return true;
}

interface MeasuredKey {
  key: string;
  bytes: number;
}

function sortKeys(names: readonly string[]): JsonbKey[] {
  const keys = names.map((key) => ({ key, bytes: isPlainText(key) ? key.length : Buffer.byteLength(key) }));
  return keys.toSorted(compareKeys).map(({ key }, index) => {
    const lead = `${index === 0 ? "{" : ", "}${quoteText(key)}: `;
    return { key, lead, leadBytes: isPlainText(key) ? lead.length : Buffer.byteLength(lead) };
  });
}

/** By length in UTF-8 bytes, then by these bytes. */
function compareKeys(a: MeasuredKey, b: MeasuredKey): number {
  if (a.bytes !== b.bytes) {
    return a.bytes - b.bytes;
  }
  // ASCII sorts the same in UTF-16, and without a copy.
  if (a.bytes === a.key.length && b.bytes === b.key.length) {
    return a.key < b.key ? -1 : 1;
  }
  return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
}
