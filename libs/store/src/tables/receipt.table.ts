import { Column, Entity, PrimaryColumn } from "typeorm";

/** What became of some of the records of a request to the intake. */
@Entity("receipt")
export class ReceiptTable {
  @PrimaryColumn("uuid")
  id!: string;

  @PrimaryColumn("integer", { name: "first_index" })
  firstIndex!: number;

  @PrimaryColumn("integer", { name: "last_index" })
  lastIndex!: number;

  @Column("json")
  outcomes!: unknown;

  @Column("timestamptz", { name: "recorded_on" })
  recordedOn!: Date;
}

/** The one row that holds what the ids of receipts are signed with. */
@Entity("receipt_key")
export class ReceiptKeyTable {
  @PrimaryColumn("boolean", { name: "is_only" })
  isOnly!: boolean;

  @Column("bytea")
  key!: Buffer;
}
