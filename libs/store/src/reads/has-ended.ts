/**
 * The condition that a row of `resource` ended at some time, so that its views have something to decide. Few have; an index holds them.
 */
export function hasEnded(alias: string): string {
  return `${alias}.removed_on > '-infinity'`;
}
