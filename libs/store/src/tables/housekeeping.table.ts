import { Column, Entity, PrimaryColumn } from "typeorm";

/** What a rule would remove and may not without approval. */
@Entity("housekeeping_plan")
export class HousekeepingPlanTable {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  rule!: string;

  @Column("text", { name: "resource_type" })
  resourceType!: string;

  @Column("text")
  reason!: string;

  @Column("timestamptz")
  horizon!: Date;

  @Column("json")
  counts!: unknown;

  @Column("json")
  examples!: unknown;

  @Column("text")
  status!: string;

  @Column("timestamptz", { name: "planned_on" })
  plannedOn!: Date;

  @Column("timestamptz", { name: "decided_on", nullable: true })
  decidedOn!: Date | null;

  @Column("text", { name: "decided_by", nullable: true })
  decidedBy!: string | null;
}

/** Decisions that one rule took at one time. */
@Entity("housekeeping_run")
export class HousekeepingRunTable {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  rule!: string;

  @Column("text", { name: "resource_type" })
  resourceType!: string;

  @Column("text")
  reason!: string;

  @Column("timestamptz")
  horizon!: Date;

  @Column("timestamptz", { name: "seen_on" })
  seenOn!: Date;

  @Column("bigint")
  removed!: string;

  @Column("uuid", { name: "plan_id", nullable: true })
  planId!: string | null;

  @Column("timestamptz", { name: "started_on" })
  startedOn!: Date;

  @Column("timestamptz", { name: "ended_on", nullable: true })
  endedOn!: Date | null;

  @Column("timestamptz", { name: "undoable_until" })
  undoableUntil!: Date;

  @Column("timestamptz", { name: "undo_requested_on", nullable: true })
  undoRequestedOn!: Date | null;

  @Column("text", { name: "undo_requested_by", nullable: true })
  undoRequestedBy!: string | null;

  @Column("timestamptz", { name: "undone_on", nullable: true })
  undoneOn!: Date | null;
}

/** A Resource that the housekeeper removed, as of the newest record time that it saw of it. */
@Entity("housekeeping_decision")
export class HousekeepingDecisionTable {
  @PrimaryColumn("uuid", { name: "run_id" })
  runId!: string;

  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @Column("timestamptz", { name: "removed_on" })
  removedOn!: Date;

  @Column("boolean", { name: "is_undone" })
  isUndone!: boolean;
}

/** Since when nothing but its times is kept of a removed Resource. */
@Entity("tombstone")
export class TombstoneTable {
  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @Column("timestamptz")
  since!: Date;
}
