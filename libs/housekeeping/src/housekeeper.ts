import type { Timestamp } from "@binnacle/contract";
import type { Logger } from "@binnacle/collector";
import { describeRule } from "./describe-rule.js";
import { seenUntil } from "./foresee.js";
import { heldBecause } from "./guard.js";
import type { CandidateGroup, Erased, HousekeepingStore, OpenPlan, View } from "./housekeeping-store.js";
import type { HousekeepingPolicy, RemovalRule } from "./rules.js";

export interface HousekeeperOptions {
  store: HousekeepingStore;
  policy: HousekeepingPolicy;
  logger: Logger;
  onRemoved?: (rule: string, count: number) => void;
  onErased?: (erased: Erased) => void;
}

/** Decides what goes, by rules and guards, and has the store do it. */
export class Housekeeper {
  constructor(private readonly options: HousekeeperOptions) {}

  /** How far the queue was read for certain; `undefined` until a probe has come through. */
  async horizon(): Promise<Timestamp | undefined> {
    return seenUntil(this.options.store, this.options.policy);
  }

  /** Goes through all rules; `false` where nothing may be removed yet, since no probe has come through. */
  async applyRules(): Promise<boolean> {
    const { store, policy, logger } = this.options;
    await store.foldCounts();
    const horizon = await this.horizon();
    if (horizon === undefined) {
      logger.info({}, "no probe has come through the queue yet: nothing is removed");
      return false;
    }
    const view: View = { horizon, distrusted: await store.distrustedSources() };
    if (view.distrusted.length > 0) {
      const { distrusted } = view;
      logger.info({ sources: distrusted }, `nothing goes of ${distrusted.length} sources whose last run was not ok`);
    }
    await store.executeSweeps(view);
    const plans = await store.openPlans();
    for (const rule of policy.rules) await this.apply(rule, view, plans);
    const names = new Set(policy.rules.map(({ name }) => name));
    for (const plan of plans.filter(({ rule }) => !names.has(rule))) await store.closePlan(plan.id, "lapsed");
    return true;
  }

  /** Does what was asked for through the API meanwhile: approved plans, runs to undo. */
  async fulfilRequests(): Promise<void> {
    const { store, policy, logger } = this.options;
    for (const { runId, rule, count } of await store.undoRequested()) {
      logger.info({ runId, rule, count }, `${rule}: undone, ${count} Resources are as they were`);
    }
    const approved = (await store.openPlans()).filter(({ status }) => status === "approved");
    if (approved.length === 0) return;
    const distrusted = await store.distrustedSources();
    for (const plan of approved) {
      const rule = policy.rules.find(({ name }) => name === plan.rule);
      if (rule) await this.executePlan(plan, rule, distrusted);
      else await store.closePlan(plan.id, "lapsed");
    }
  }

  /** Erases what nobody can see or ask for any more. */
  async erase(): Promise<Erased> {
    const { store, policy, logger, onErased } = this.options;
    await store.makePartitions();
    const erased = {
      ...(await store.eraseHidden(policy.keep)),
      ...(await store.eraseSeries(policy.series, await store.now())),
      ...(await store.eraseBookkeeping(policy.keep)),
    };
    onErased?.(erased);
    const parts = Object.entries(erased).filter(([, count]) => count);
    if (parts.length > 0) {
      logger.info(erased, `erased ${parts.map(([what, count]) => `${count} ${what}`).join(", ")}`);
    }
    return erased;
  }

  private async apply(rule: RemovalRule, view: View, plans: readonly OpenPlan[]): Promise<void> {
    const { store } = this.options;
    const groups = await store.findCandidates(rule, view);
    for (const group of groups) {
      const plan = plans.find((open) => open.rule === rule.name && open.resourceType === group.resourceType);
      // What is approved goes first, by itself: the rest is judged when the rule's turn comes again.
      if (plan?.status === "approved") continue;
      const held = heldBecause(group.counts, rule.guard);
      if (held === undefined) {
        if (plan) await store.closePlan(plan.id, "lapsed");
        await this.remove(rule, group.resourceType, view);
      } else if (!plan) await this.hold(rule, group, view, held);
    }
    const types = new Set(groups.map(({ resourceType }) => resourceType));
    const lapsed = plans.filter(
      (plan) => plan.rule === rule.name && plan.status === "held" && !types.has(plan.resourceType),
    );
    for (const plan of lapsed) await store.closePlan(plan.id, "lapsed");
  }

  private async hold(rule: RemovalRule, group: CandidateGroup, { horizon }: View, held: string): Promise<void> {
    const { store, logger } = this.options;
    await store.holdPlan({ rule: rule.name, horizon, reason: `${describeRule(rule)}; held since ${held}`, ...group });
    logger.warn(
      { rule: rule.name, resourceType: group.resourceType, counts: group.counts },
      `${rule.name}: held for approval, since ${held}`,
    );
  }

  /** What was due by the plan's horizon and still is. */
  private async executePlan(plan: OpenPlan, rule: RemovalRule, distrusted: readonly string[]): Promise<void> {
    const { store } = this.options;
    const view = { horizon: plan.horizon, distrusted };
    await store.findCandidates(rule, view, plan.resourceType);
    await this.remove(rule, plan.resourceType, view, plan.id);
    await store.closePlan(plan.id, "executed");
  }

  private async remove(rule: RemovalRule, resourceType: string, view: View, planId?: string): Promise<void> {
    const { store, policy, logger, onRemoved } = this.options;
    const reason = describeRule(rule);
    const order = { rule, resourceType, reason, horizon: view.horizon, planId, undoFor: policy.undoFor };
    const count = await store.remove(order, view);
    if (count === 0) return;
    onRemoved?.(rule.name, count);
    logger.info(
      { rule: rule.name, resourceType, count, planId },
      `${rule.name}: removed ${count} for ${resourceType}: ${reason}`,
    );
  }
}
