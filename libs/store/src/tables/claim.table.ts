import { Column, Entity, PrimaryColumn } from "typeorm";

/** That a source has published a Resource, and when last: what its sweeps withdraw. */
@Entity("claim")
export class ClaimTable {
  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @PrimaryColumn("text")
  source!: string;

  @Column("timestamptz", { name: "claimed_on" })
  claimedOn!: Date;
}
