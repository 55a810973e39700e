/**
 * The condition that a row of `resource` ended at some time, so that its views have something to decide. Few have; an index holds them.
 */
export function hasEnded(alias: string): string {
  return `${alias}.removed_on > '-infinity'`;
}

/**
 * The condition that a Resource was not found absent when it was last counted, or may not be absent any more: see decision 23. Takes
 * a look at an index, where the views look at all its snapshots. The notes are read once: a plan that was made while there were none may look at
 * them in no other way when there are many.
 */
export function mayBePresent(alias: string): string {
  return `(NOT EXISTS (SELECT FROM hidden h WHERE h.resource_id = ${alias}.id AND h.kind = 'resource' OFFSET 0)
    OR ${alias}.id IN (SELECT n.resource_id FROM hidden_note n))`;
}
