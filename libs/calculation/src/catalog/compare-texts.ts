/** Orders texts by their UTF-8 bytes, as the catalog does; JavaScript's `<` goes by UTF-16 units. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
