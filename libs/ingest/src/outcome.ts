/** What the catalog did with a record; the one vocabulary for it everywhere. */
export const OUTCOMES = ["created", "changed", "unchanged", "superseded", "rejected"] as const;
export type Outcome = (typeof OUTCOMES)[number];
