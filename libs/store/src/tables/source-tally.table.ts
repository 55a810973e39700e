import { Column, Entity, PrimaryColumn } from "typeorm";

/** How many records came of each source, as differences to be summed. Has no key: TypeORM wants one all the same. */
@Entity("source_tally")
export class SourceTallyTable {
  @PrimaryColumn("text")
  source!: string;

  @Column("bigint")
  records!: string;

  @Column("bigint")
  rejections!: string;

  @Column("timestamptz")
  newest!: Date;
}
