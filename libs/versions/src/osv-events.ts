import type { VersionScheme } from "./version-scheme.js";

/** One event of a range in the OSV format; exactly one of its fields is there. */
export interface OsvEvent {
  /** `0`: from the very first version on. */
  introduced?: string;
  fixed?: string;
  last_affected?: string;
  limit?: string;
}

const FIRST = "0";

/**
 * Whether a version is affected by a range of events, by the evaluation of https://ossf.github.io/osv-schema/#evaluation: events in version order, the
 * last that applies decides. `undefined` if the version, or an event's, is no version of the scheme.
 */
export function osvEventsInclude(
  events: readonly OsvEvent[],
  scheme: VersionScheme,
  version: string,
): boolean | undefined {
  const compared = [version, ...events.flatMap((event) => versionOf(event) ?? [])];
  if (compared.some((text) => text !== FIRST && text !== "*" && !scheme.isVersion(text))) return undefined;
  const limits = events.flatMap(({ limit }) => limit ?? []);
  if (limits.length > 0 && !limits.some((limit) => limit === "*" || scheme.compare(version, limit) < 0)) return false;
  return events
    .filter(({ limit }) => limit === undefined)
    .toSorted((a, b) => compareEvents(a, b, scheme))
    .reduce((isAffected, event) => apply(event, isAffected, scheme, version), false);
}

function apply(event: OsvEvent, isAffected: boolean, scheme: VersionScheme, version: string): boolean {
  const { introduced, fixed, last_affected: lastAffected } = event;
  if (introduced !== undefined && (introduced === FIRST || scheme.compare(version, introduced) >= 0)) return true;
  if (fixed !== undefined && scheme.compare(version, fixed) >= 0) return false;
  if (lastAffected !== undefined && scheme.compare(version, lastAffected) > 0) return false;
  return isAffected;
}

/** At one version a fix comes before a new introduction, which then stands. */
function compareEvents(a: OsvEvent, b: OsvEvent, scheme: VersionScheme): number {
  const isFirst = ({ introduced }: OsvEvent): boolean => introduced === FIRST;
  if (isFirst(a) || isFirst(b)) return Number(isFirst(b)) - Number(isFirst(a));
  return (
    scheme.compare(versionOf(a) ?? FIRST, versionOf(b) ?? FIRST) ||
    Number(a.introduced !== undefined) - Number(b.introduced !== undefined)
  );
}

function versionOf({ introduced, fixed, last_affected: lastAffected, limit }: OsvEvent): string | undefined {
  return introduced ?? fixed ?? lastAffected ?? limit;
}
