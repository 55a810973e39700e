import { Column, Entity, PrimaryColumn } from "typeorm";

/** A "has a" relation that a snapshot states; the target need not exist, so its address is kept. */
@Entity("reference")
export class ReferenceTable {
  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @PrimaryColumn("text", { name: "reading_type" })
  readingType!: string;

  @PrimaryColumn("uuid", { name: "target_id" })
  targetId!: string;

  @Column("text", { name: "target_type" })
  targetType!: string;

  @Column("text", { name: "target_name" })
  targetName!: string;
}
