import { Column, Entity, PrimaryColumn } from "typeorm";

/** A change that was made through the API. */
@Entity("audit")
export class AuditTable {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("timestamptz", { name: "occurred_on" })
  occurredOn!: Date;

  @Column("text")
  principal!: string;

  @Column("text")
  action!: string;

  @Column("text")
  target!: string;

  @Column("text")
  outcome!: string;

  @Column("text", { nullable: true })
  detail!: string | null;
}
