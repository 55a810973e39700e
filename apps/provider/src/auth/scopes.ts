/** What may be granted. `publish` and `remove` also say of what. */
export const SCOPE_NAMES = ["read", "publish", "remove", "admin", "metrics"] as const;

export type ScopeName = (typeof SCOPE_NAMES)[number];

/** What somebody may do. */
export interface Scopes {
  /** Whether anything at all of that name was granted. */
  has(name: ScopeName): boolean;
  /** Whether records of this source may speak of Resources of this type. */
  mayPublish(source: string, resourceType: string): boolean;
  /** Whether this source may remove or sweep Resources of this type. */
  mayRemove(source: string, resourceType: string): boolean;
  /** Whether records of this source may be of anything at all. */
  maySpeakAs(source: string): boolean;
}

export const ALL_SCOPES: Scopes = allOrNothing(true);
export const NO_SCOPES: Scopes = allOrNothing(false);

function allOrNothing(answer: boolean): Scopes {
  const answers = () => answer;
  return { has: answers, mayPublish: answers, mayRemove: answers, maySpeakAs: answers };
}
