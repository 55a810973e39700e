/** The LIKE pattern of what holds `part` anywhere; no character in it is a wildcard. */
export function partPattern(part: string): string {
  return `%${part.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
