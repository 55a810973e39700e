import { Column, Entity, PrimaryColumn } from "typeorm";

/** Minima and maxima of what records said; what they amount to is in the view `resource_current`. */
@Entity("resource")
export class ResourceTable {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  type!: string;

  @Column("text")
  name!: string;

  @Column("timestamptz", { name: "mentioned_on" })
  mentionedOn!: Date;

  @Column("timestamptz", { name: "declared_on" })
  declaredOn!: Date;

  @Column("timestamptz", { name: "expires_on" })
  expiresOn!: Date;

  @Column("timestamptz", { name: "parent_set_on" })
  parentSetOn!: Date;

  @Column("uuid", { name: "parent_id", nullable: true })
  parentId!: string | null;

  @Column("timestamptz", { name: "removed_on" })
  removedOn!: Date;

  @Column("timestamptz", { name: "published_removal_on" })
  publishedRemovalOn!: Date;
}
