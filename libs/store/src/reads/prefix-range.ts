const MAX_CODE_POINT = 0x10ffff;
const SURROGATES = { before: 0xd7ff, after: 0xe000 };

/**
 * The least text, in order of code points (which is that of UTF-8 bytes), after all that begin with `prefix`;
 * `undefined` if nothing comes after them. A range needs no escaping, and an index serves it.
 */
export function prefixEnd(prefix: string): string | undefined {
  const codePoints = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (codePoints.at(-1) === MAX_CODE_POINT) codePoints.pop();
  const last = codePoints.pop();
  if (last === undefined) return undefined;
  return String.fromCodePoint(...codePoints, last === SURROGATES.before ? SURROGATES.after : last + 1);
}
