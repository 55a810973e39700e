import { Column, Entity, PrimaryColumn } from "typeorm";

/** A record that could not be accepted. The id derives from source, text and code, so that a repeat raises `count`. */
@Entity("rejection")
export class RejectionTable {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  code!: string;

  @Column("text")
  detail!: string;

  @Column("text", { nullable: true })
  path!: string | null;

  @Column("text")
  source!: string;

  @Column("text")
  record!: string;

  @Column("boolean")
  truncated!: boolean;

  @Column("bigint")
  count!: string;

  @Column("timestamptz", { name: "first_received_on" })
  firstReceivedOn!: Date;

  @Column("timestamptz", { name: "last_received_on" })
  lastReceivedOn!: Date;

  @Column("timestamptz", { name: "sent_on", nullable: true })
  sentOn!: Date | null;

  @Column("text", { name: "content_encoding", nullable: true })
  contentEncoding!: string | null;
}
