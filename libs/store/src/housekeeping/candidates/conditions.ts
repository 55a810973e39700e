import type { View } from "@binnacle/housekeeping";
import type { BoundValues } from "../../reads/bound-values.js";

/** What the parts of a candidate query share. */
export interface CandidateInput {
  view: View;
  bound: BoundValues;
  /** The placeholder of the horizon. */
  horizon: string;
  /** Of this type only. */
  resourceType?: string | undefined;
  /** The sweeps that hold: a table, or a query of one. */
  sweeps: string;
  /** Of these Resources only: what was found is looked at again before it goes. */
  ids?: readonly string[] | undefined;
}

/** An interval of milliseconds. */
export function interval(bound: BoundValues, milliseconds: number): string {
  return `${bound.bind(milliseconds)}::float8 * interval '1 millisecond'`;
}

/** Which Resources are looked at. */
export function scope(resource: string, { bound, resourceType, ids }: CandidateInput): string {
  return [
    ...(resourceType === undefined ? [] : [`AND ${resource}.type = ${bound.bind(resourceType)}`]),
    ...(ids === undefined ? [] : [`AND ${resource}.id = ANY(${bound.bind(ids)}::uuid[])`]),
  ].join(" ");
}

/** The newest record time that bears on whether a Resource is present; of records up to `until` only, if given. */
export function newestWord(resource: string, until?: string): string {
  const upTo = (column: string): string => (until === undefined ? "" : `AND ${column} <= ${until}`);
  return `greatest(${resource}.mentioned_on, ${resource}.declared_on,
      (SELECT max(s.collected_on) FROM snapshot s WHERE s.resource_id = ${resource}.id ${upTo("s.collected_on")}),
      (SELECT max(c.parent_set_on) FROM resource c
       WHERE c.parent_id = ${resource}.id AND c.parent_set_on > c.removed_on ${upTo("c.parent_set_on")}))`;
}

/** No source that claims it, or that published one of the given snapshots of it, is distrusted. */
export function trusted(resource: string, { view, bound }: CandidateInput, readingTypes?: string): string {
  if (view.distrusted.length === 0) return "";
  const sources = bound.bind(view.distrusted);
  const claimed = `SELECT FROM claim c
    WHERE c.resource_id = ${resource}.id AND c.source = ANY(${sources}::text[]) AND c.claimed_on > ${resource}.removed_on`;
  const read = `SELECT FROM snapshot s
    WHERE s.resource_id = ${resource}.id AND s.source = ANY(${sources}::text[]) AND s.type = ANY(${readingTypes}::text[])`;
  return `AND NOT EXISTS (${claimed}) ${readingTypes === undefined ? "" : `AND NOT EXISTS (${read})`}`;
}

/** Its series, which bring nothing back, hold nothing that is newer; of some reading types only, if given. */
export function withoutSeriesSince(resource: string, since: string, readingTypes?: string): string {
  const types = readingTypes === undefined ? "" : `AND s.type = ANY(${readingTypes}::text[])`;
  return `AND NOT EXISTS (
    SELECT FROM series s WHERE s.resource_id = ${resource}.id AND s.collected_on > ${since} ${types})`;
}
