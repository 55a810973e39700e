import { Column, Entity, PrimaryColumn } from "typeorm";

/** What a Resource that ended hides, as the housekeeper counted it. Has no key: TypeORM wants one all the same. */
@Entity("hidden")
export class HiddenTable {
  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @PrimaryColumn("text")
  kind!: string;

  @PrimaryColumn("text")
  type!: string;

  @Column("bigint")
  count!: string;
}

/** How many rows are hidden of each type, as differences to be summed. Has no key either. */
@Entity("hidden_tally")
export class HiddenTallyTable {
  @PrimaryColumn("text")
  kind!: string;

  @PrimaryColumn("text")
  type!: string;

  @Column("bigint")
  count!: string;
}

/** Resources that are to be counted again. Has no key either. */
@Entity("hidden_note")
export class HiddenNoteTable {
  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @Column("boolean", { name: "is_ripe" })
  isRipe!: boolean;
}
