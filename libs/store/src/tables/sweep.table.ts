import { Column, Entity, PrimaryColumn } from "typeorm";

/** Sweeps as they came; the housekeeper decides what they remove. The table's key is all of its statement. */
@Entity("sweep")
export class SweepTable {
  @PrimaryColumn("text")
  source!: string;

  @PrimaryColumn("text", { name: "resource_type" })
  resourceType!: string;

  @PrimaryColumn("timestamptz", { name: "started_on" })
  startedOn!: Date;

  @Column("uuid", { name: "parent_id", nullable: true })
  parentId!: string | null;

  @Column("bigint", { nullable: true })
  count!: string | null;

  @Column("timestamptz", { name: "received_on" })
  receivedOn!: Date;

  @Column("timestamptz", { name: "executed_on", nullable: true })
  executedOn!: Date | null;
}
