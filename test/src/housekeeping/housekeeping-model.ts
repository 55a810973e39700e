import { addMicros } from "@binnacle/contract";
import { Model, type ModelDecision } from "../convergence/catalog-model.js";
import { claimsAfter, sweepsAfter, type ModelClaim, type ModelSweep } from "../convergence/claims-model.js";
import { max, type ModelRecord } from "../convergence/model-record.js";

/** What the housekeeper knows when it looks. */
export interface Situation {
  records: readonly ModelRecord[];
  inForce: readonly ModelDecision[];
  undone: readonly ModelDecision[];
  /** Sweeps that held before: once a sweep holds, it holds. */
  executed: readonly ModelSweep[];
  horizon: string;
}

const realIdIsIrrelevant = (id: string): string => id;

/** What leases that are over remove: by the newest own record, as of the newest that had been said by the horizon. */
export function leaseDecisions(situation: Situation): ModelDecision[] {
  const { records, inForce, undone, horizon } = situation;
  const model = new Model(records, realIdIsIrrelevant, inForce);
  return declared(model).flatMap((id) => {
    const { expiresOn, lastSeenOn } = model.resource(id);
    if (expiresOn === null || expiresOn > horizon || isUndone(undone, id, lastSeenOn!)) return [];
    const children = model.children.get(id) ?? [];
    const snapshots = Map.groupBy(model.readings(id, "SNAPSHOT"), ({ type }) => type);
    const newest = [...snapshots.values()].map((readings) => max(readings.map(({ on }) => on))!);
    const words = [...newest, ...children.map(({ on }) => on)].filter((on) => on <= horizon);
    return [{ id, on: max([lastSeenOn!, ...words])! }];
  });
}

/** The sweeps that hold: as many claims of their source and scope have come since they began as they count, and any at all. */
export function sweepsThatHold(situation: Situation): ModelSweep[] {
  const { records, inForce, executed, horizon } = situation;
  const model = new Model(records, realIdIsIrrelevant, inForce);
  const claims = claimsAfter(records);
  return sweepsAfter(records).filter((sweep) => {
    if (executed.some((other) => JSON.stringify(other) === JSON.stringify(sweep))) return true;
    if (sweep.startedOn > horizon) return false;
    const since = claims.filter((claim) => isInScope(model, sweep, claim) && claim.claimedOn >= sweep.startedOn);
    return since.length >= Math.max(sweep.count ?? 1, 1);
  });
}

/** What those sweeps remove: Resources whose every claim since they were last removed was withdrawn, each by the first sweep after it. */
export function sweepDecisions(situation: Situation): ModelDecision[] {
  const { records, inForce, undone, executed, horizon } = situation;
  const model = new Model(records, realIdIsIrrelevant, inForce);
  const claims = Map.groupBy(claimsAfter(records), ({ id }) => id);
  return declared(model).flatMap((id) => {
    const valid = claims.get(id)!.filter(({ claimedOn }) => claimedOn > model.removedOn(id));
    const withdrawals = valid.map((claim) =>
      executed
        .filter(
          (sweep) => isInScope(model, sweep, claim) && sweep.startedOn > claim.claimedOn && sweep.startedOn <= horizon,
        )
        .map(({ startedOn }) => startedOn)
        .toSorted()
        .at(0),
    );
    if (withdrawals.includes(undefined) || isUndone(undone, id, model.resource(id).lastSeenOn!)) return [];
    return [{ id, on: addMicros(max(withdrawals as string[])!, -1) }];
  });
}

function declared(model: Model): string[] {
  return [...model.mentionedOn.keys()].filter((id) => model.own(id).length > 0).toSorted();
}

function isInScope(model: Model, { source, resourceType, parentId }: ModelSweep, claim: ModelClaim): boolean {
  if (claim.source !== source || claim.id.split("\n")[0] !== resourceType) return false;
  return parentId === null || model.statements.get(claim.id)?.parentId === parentId;
}

/** Somebody took it back, and nothing was said of it since. */
function isUndone(undone: readonly ModelDecision[], id: string, saidOn: string): boolean {
  return undone.some((decision) => decision.id === id && decision.on >= saidOn);
}
