import { Column, Entity, PrimaryColumn } from "typeorm";

abstract class ReadingColumns {
  @PrimaryColumn("uuid", { name: "resource_id" })
  resourceId!: string;

  @PrimaryColumn("text")
  type!: string;

  @Column("text")
  source!: string;

  @Column("jsonb")
  value!: unknown;
}

/** The newest value per Resource and reading type, updated in place. */
@Entity("snapshot")
export class SnapshotTable extends ReadingColumns {
  @Column("timestamptz", { name: "collected_on" })
  collectedOn!: Date;

  @Column("bytea")
  digest!: Buffer;
}

/** Every value of a time series; append-only, partitioned by month of `collected_on`. */
@Entity("series")
export class SeriesTable extends ReadingColumns {
  @PrimaryColumn("timestamptz", { name: "collected_on" })
  collectedOn!: Date;

  @PrimaryColumn("bytea")
  digest!: Buffer;
}
