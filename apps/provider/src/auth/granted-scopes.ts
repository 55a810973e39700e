import type { Grant, RecordGrant } from "./grant.js";
import type { ScopeName, Scopes } from "./scopes.js";
import { matchesWildcard } from "./wildcard.js";

/** The scopes of one principal, from its grants. */
export class GrantedScopes implements Scopes {
  private readonly names: ReadonlySet<ScopeName>;
  private readonly records: readonly RecordGrant[];

  constructor(grants: readonly Grant[]) {
    this.names = new Set(grants.map(({ name }) => name));
    this.records = grants.filter((grant): grant is RecordGrant => "source" in grant);
  }

  has(name: ScopeName): boolean {
    return this.names.has(name);
  }

  mayPublish(source: string, resourceType: string): boolean {
    return this.may("publish", source, resourceType);
  }

  mayRemove(source: string, resourceType: string): boolean {
    return this.may("remove", source, resourceType);
  }

  maySpeakAs(source: string): boolean {
    return this.records.some((grant) => matchesWildcard(grant.source, source));
  }

  /** The source that is meant where none is named: the only one that the grants to publish name, if it is named in full. */
  onlySource(): string | undefined {
    const publishing = this.records.filter(({ name }) => name === "publish");
    const sources = new Set((publishing.length > 0 ? publishing : this.records).map(({ source }) => source));
    const [source] = sources;
    return sources.size === 1 && !source?.includes("*") ? source : undefined;
  }

  private may(name: RecordGrant["name"], source: string, resourceType: string): boolean {
    return this.records.some(
      (grant) =>
        grant.name === name &&
        matchesWildcard(grant.source, source) &&
        matchesWildcard(grant.resourceType, resourceType),
    );
  }
}
