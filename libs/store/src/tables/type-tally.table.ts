import { Column, Entity, PrimaryColumn } from "typeorm";

/** How many rows there are of each type, as differences to be summed. Has no key: TypeORM wants one all the same. */
@Entity("type_tally")
export class TypeTallyTable {
  @PrimaryColumn("text")
  kind!: string;

  @PrimaryColumn("text")
  type!: string;

  @Column("bigint")
  count!: string;

  @Column("timestamptz")
  newest!: Date;

  @Column("text", { name: "resource_type", nullable: true })
  resourceType!: string | null;
}
