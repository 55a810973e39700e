export { HousekeepingConfiguration, HousekeepingSection } from "./configuration/housekeeping-configuration.js";
export { readPolicy } from "./configuration/read-policy.js";
export { describeRule } from "./describe-rule.js";
export { foresee, type Outlook, type Rehearsal, type RehearsalStore } from "./foresee.js";
export { heldBecause, type TypeCount } from "./guard.js";
export { Housekeeper, type HousekeeperOptions } from "./housekeeper.js";
export type {
  Candidate,
  CandidateGroup,
  Erased,
  HousekeepingStore,
  OpenPlan,
  RunOrder,
  View,
} from "./housekeeping-store.js";
export { HOUSEKEEPER_SOURCE, PROBE, probeRecord } from "./probe.js";
export { retentionOf } from "./retention.js";
export type {
  Guard,
  HousekeepingPolicy,
  KeepTimes,
  LeaseRule,
  OrphanRule,
  RemovalRule,
  SeriesRule,
  StaleRule,
  SweepRule,
  UndeclaredRule,
} from "./rules.js";
