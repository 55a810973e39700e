import {
  IsAnyValue,
  IsConstant,
  IsCount,
  IsLease,
  IsNested,
  IsOneOf,
  IsRecordList,
  IsResourceName,
  IsSource,
  IsTimestamp,
  IsTypeName,
} from "../fields/decorators.js";
import { Described } from "../fields/described.js";
import type { Timestamp } from "../time/timestamp.js";
import { EXAMPLES, MESSAGE_EXAMPLE } from "./examples.js";

const TIME_IF_ABSENT = "If absent, the time at which the message was sent.";

/** Addresses a Resource as collectors know it: nobody outside the catalog needs its id. */
@Described("Addresses a Resource.", { type: "Service", name: "orders" })
export class ResourceAddress {
  @IsTypeName()
  type!: string;

  @IsResourceName()
  name!: string;
}

export const STORAGE_MODES = ["SNAPSHOT", "TIME_SERIES"] as const;
export type StorageMode = (typeof STORAGE_MODES)[number];

/** States that a Resource exists, and where it hangs. */
@Described("States that a Resource exists, and where it hangs.", ...EXAMPLES.resource)
export class ResourceRecord {
  @IsConstant("resource")
  kind!: "resource";

  @IsTypeName()
  type!: string;

  @IsResourceName()
  name!: string;

  /** `null` says that it has no parent; absent says nothing about it. */
  @IsNested(ResourceAddress, {
    isOptional: true,
    whenNull: "kept",
    description: "`null` says that it has no parent; absent says nothing about it.",
  })
  parent?: ResourceAddress | null;

  @IsTimestamp({ isOptional: true, description: `When it was seen to exist. ${TIME_IF_ABSENT}` })
  observedOn?: Timestamp;

  /** A lease as an ISO 8601 duration, `PnW` or `PnDTnHnMnS`. */
  @IsLease({ isOptional: true, description: "How long after `observedOn` it lapses if it is not stated again." })
  expiresAfter?: string;
}

/** A JSON document about one Resource. */
@Described("A JSON document about one Resource.", ...EXAMPLES.reading)
export class ReadingRecord {
  @IsConstant("reading")
  kind!: "reading";

  @IsNested(ResourceAddress, { description: "What the reading was taken of." })
  resource!: ResourceAddress;

  @IsTypeName({ description: "The type of the reading." })
  type!: string;

  @IsAnyValue({
    whenNull: "kept",
    description:
      "Any JSON, `null` too: at most 64 levels, 4 MiB as sent and 8 MiB with its numbers written out; without U+0000 and lone " +
      "surrogates; no number of more than 1,000 digits. Numbers are kept digit for digit. An object anywhere inside with `resourceType` " +
      "and `resourceName`, a valid type and name, is a reference to that Resource; there are at most 10,000.",
  })
  value!: unknown;

  @IsOneOf(STORAGE_MODES, {
    isOptional: true,
    fallback: STORAGE_MODES[0],
    description: "`SNAPSHOT` keeps the newest value, `TIME_SERIES` every one.",
  })
  storageMode?: StorageMode;

  @IsTimestamp({ isOptional: true, description: `When it was taken. ${TIME_IF_ABSENT}` })
  collectedOn?: Timestamp;
}

/** Ends a Resource as of a time. */
@Described("Ends a Resource as of a time.", ...EXAMPLES.removal)
export class RemovalRecord {
  @IsConstant("removal")
  kind!: "removal";

  @IsNested(ResourceAddress, { description: "What is no more." })
  resource!: ResourceAddress;

  @IsTimestamp({ isOptional: true, description: `As of when. ${TIME_IF_ABSENT}` })
  removedOn?: Timestamp;
}

/** States that its source has published all Resources of a type that exist, since `startedOn`. */
@Described(
  "States that the message's source, which must be named, has published all Resources of a type that exist, since `startedOn`.",
  ...EXAMPLES.sweep,
)
export class SweepRecord {
  @IsConstant("sweep")
  kind!: "sweep";

  @IsTypeName({ description: "The type of the Resources that were published." })
  resourceType!: string;

  @IsTimestamp({ description: "When the run that published them started." })
  startedOn!: Timestamp;

  /** Unlike that of a resource it cannot be `null`, which would widen the sweep by mistake. */
  @IsNested(ResourceAddress, {
    isOptional: true,
    whenNull: "fault",
    description: "Narrows the sweep to Resources with this parent.",
  })
  parent?: ResourceAddress;

  @IsCount({ isOptional: true, description: "How many the run published; the sweep waits until as many are stored." })
  count?: number;
}

/** One statement that a collector publishes. */
export type CatalogRecord = ResourceRecord | ReadingRecord | RemovalRecord | SweepRecord;

/** What travels: the body of one SNS message. */
@Described("A batch of records of one source.", MESSAGE_EXAMPLE)
export class Message {
  @IsSource({ isOptional: true, description: "Who publishes; `anonymous` if absent, and then not a named source." })
  source?: string;

  @IsRecordList()
  records!: CatalogRecord[];
}

/** What a record that travels without a message around it may carry beside its own fields. */
@Described("What a record without a message around it may say of the message that it is.", {
  source: "orders-team/k8s",
})
export class BareRecord {
  @IsSource({ isOptional: true, description: "Who publishes; `anonymous` if absent, and then not a named source." })
  source?: string;
}

/** The classes of records by their `kind`. */
export const RECORD_CLASSES = {
  resource: ResourceRecord,
  reading: ReadingRecord,
  removal: RemovalRecord,
  sweep: SweepRecord,
} as const;

export type RecordKind = keyof typeof RECORD_CLASSES;
export const RECORD_KINDS = Object.keys(RECORD_CLASSES) as readonly RecordKind[];
