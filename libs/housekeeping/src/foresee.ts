import { addMicros, type Timestamp } from "@binnacle/contract";
import { heldBecause } from "./guard.js";
import type { Candidate, CandidateGroup, HousekeepingStore, View } from "./housekeeping-store.js";
import type { HousekeepingPolicy, RemovalRule } from "./rules.js";

/** What one rule would remove of one type. */
export interface Rehearsal extends CandidateGroup {
  /** As many as were asked for. */
  candidates: Candidate[];
}

/** The catalog as it is for looking at what would go: nothing is changed by asking. */
export interface RehearsalStore extends Pick<HousekeepingStore, "now" | "probedOn" | "distrustedSources"> {
  /** Finds what a rule would remove if the housekeeper worked now; up to so many of each type. */
  rehearse(rule: RemovalRule, view: View, limit: number): Promise<Rehearsal[]>;
}

/** What the housekeeper would do if it worked now. */
export interface Outlook extends View {
  /** Whether a probe has come through the queue; without one nothing goes, and the outlook is that of one that had come now. */
  isProbed: boolean;
  /** In the order of the rules. More than one rule may name the same Resource. */
  removals: (Rehearsal & { rule: RemovalRule; heldBecause: string | undefined })[];
}

/** How far the queue was read for certain; `undefined` until a probe has come through. */
export async function seenUntil(
  store: Pick<RehearsalStore, "now" | "probedOn">,
  { probe }: Pick<HousekeepingPolicy, "probe">,
): Promise<Timestamp | undefined> {
  const [now, probedOn] = [await store.now(), await store.probedOn()];
  if (probedOn === undefined) return undefined;
  return addMicros(probedOn < now ? probedOn : now, -probe.margin * 1000);
}

/** What the rules of a policy would remove now, and why. */
export async function foresee(
  store: RehearsalStore,
  policy: Pick<HousekeepingPolicy, "probe" | "rules">,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<Outlook> {
  const seen = await seenUntil(store, policy);
  const horizon = seen ?? addMicros(await store.now(), -policy.probe.margin * 1000);
  const view = { horizon, distrusted: await store.distrustedSources() };
  const removals: Outlook["removals"] = [];
  for (const rule of policy.rules) {
    for (const rehearsal of await store.rehearse(rule, view, limit)) {
      removals.push({ ...rehearsal, rule, heldBecause: heldBecause(rehearsal.counts, rule.guard) });
    }
  }
  return { ...view, isProbed: seen !== undefined, removals };
}
