import { Column, Entity, PrimaryColumn } from "typeorm";

/** What each transaction changed of what is shown: the source of the change feed. */
@Entity("change")
export class ChangeTable {
  @PrimaryColumn("bigint", { name: "transaction_id" })
  transactionId!: string;

  @Column("timestamptz", { name: "changed_on" })
  changedOn!: Date;

  @Column("json")
  changes!: unknown;

  /** Written by the table's defaults, as `sequence` is. */
  @Column("bigint")
  ordinal!: string;

  @Column("bigint")
  sequence!: string;
}
