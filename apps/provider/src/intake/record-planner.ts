import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import {
  jsonbText,
  nowTimestamp,
  parseJson,
  type JsonValue,
  type RejectionCode,
  type Timestamp,
} from "@binnacle/contract";
import {
  acceptRecord,
  explainBatch,
  keptSince,
  keysOf,
  settleOutcomes,
  snapshotKey,
  type AcceptedReading,
  type AcceptedRecord,
  type CatalogPreview,
  type CatalogView,
  type Outcome,
  type PlanOptions,
  type RecordEffect,
  type Retention,
  type SnapshotAddress,
} from "@binnacle/ingest";
import { DiffWriter, type RecordDiff } from "./record-diff.js";
import type { Submission, SubmittedRecord } from "./submission.js";

export interface PlannedItem {
  index: number;
  outcome: Outcome;
  diff?: RecordDiff;
  code?: RejectionCode;
}

export interface PlanAnswer {
  /** By index, those among them that could not even be read. */
  items: PlannedItem[];
}

/** Larger values are not compared, neither those that are sent nor those that are stored. */
const MAX_COMPARED_BYTES = 256 * 1024;
/** In one request, in characters as PostgreSQL prints them. */
const MAX_COMPARED_IN_ALL = 32 * 1024 * 1024;
/** Of stored values that are in memory for one request. */
const MAX_VALUES_BYTES = 16 * 1024 * 1024;
const VALUES_AT_ONCE = MAX_VALUES_BYTES / MAX_COMPARED_BYTES / 2;

interface PlannedRecord {
  submitted: SubmittedRecord;
  record: AcceptedRecord;
}

/** What was found out about records while one state of the catalog was looked at. */
interface Findings {
  outcomes: Outcome[];
  effects: RecordEffect[];
  /** Of the stored snapshots that would change, by `snapshotKey`; those that are too large, or too many, left out. */
  values: ReadonlyMap<string, string>;
}

/**
 * Says what each record would do if a sink had all of them in this order now, and nothing else. Writes nothing. What only the
 * database could refuse is not foreseen, and neither is what others publish meanwhile.
 */
export class RecordPlanner {
  constructor(
    private readonly preview: CatalogPreview,
    private readonly options: Pick<PlanOptions, "keepHistory"> & { retention?: Retention | undefined },
    private readonly now: () => Timestamp = nowTimestamp,
  ) {}

  /** @throws TransientError if the database does not answer */
  async plan({ records, unreadable }: Submission): Promise<PlanAnswer> {
    const receivedOn = this.now();
    const items = unreadable.map(({ index, code }): PlannedItem => ({ index, outcome: "rejected", code }));
    const planned: PlannedRecord[] = [];
    for (const submitted of records) {
      const { index, input, source, sentValueBytes } = submitted;
      const { record, fault } = acceptRecord(input, { source, sentOn: receivedOn, receivedOn, sentValueBytes });
      if (fault) items.push({ index, outcome: "rejected", code: fault.code });
      else planned.push({ submitted, record: withoutText(record) });
    }
    if (planned.length > 0) {
      const accepted = planned.map(({ record }) => record);
      const { keepHistory, retention = new Map() } = this.options;
      const planning = { keepHistory, keptSince: keptSince(retention, receivedOn) };
      const findings = await this.preview.look((view) => this.find(accepted, view, planning));
      items.push(...(await describe(planned, findings)));
    }
    return { items: items.toSorted((a, b) => a.index - b.index) };
  }

  private async find(records: readonly AcceptedRecord[], view: CatalogView, planning: PlanOptions): Promise<Findings> {
    const plan = explainBatch(records, await view.read(keysOf(records)), planning);
    const outcomes = settleOutcomes(plan, await view.newRows(plan));
    const wanted = new Map<string, SnapshotAddress>();
    for (const [index, record] of records.entries()) {
      if (outcomes[index] !== "changed" || plan.effects[index]!.replaces !== "stored") continue;
      const address = addressOf(record as AcceptedReading);
      wanted.set(snapshotKey(address), address);
    }
    return { outcomes, effects: plan.effects, values: await readValues([...wanted.values()], view) };
  }
}

/** As printed it may take many times what was sent; it is printed again, one at a time, where it is compared. */
function withoutText(record: AcceptedRecord): AcceptedRecord {
  return record.kind === "reading" ? { ...record, text: "" } : record;
}

function addressOf({ resource, type }: AcceptedReading): SnapshotAddress {
  return { resourceId: resource.id, type };
}

async function readValues(addresses: readonly SnapshotAddress[], view: CatalogView): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  let bytes = 0;
  for (let start = 0; start < addresses.length && bytes < MAX_VALUES_BYTES / 2; start += VALUES_AT_ONCE) {
    const some = await view.readValues(addresses.slice(start, start + VALUES_AT_ONCE), MAX_COMPARED_BYTES);
    for (const [key, text] of some) {
      values.set(key, text);
      bytes += text.length;
    }
  }
  return values;
}

async function describe(planned: readonly PlannedRecord[], findings: Findings): Promise<PlannedItem[]> {
  const { outcomes, effects, values } = findings;
  const writer = new DiffWriter();
  const items: PlannedItem[] = [];
  let compared = 0;
  for (const [place, { submitted, record }] of planned.entries()) {
    const outcome = outcomes[place]!;
    const item: PlannedItem = { index: submitted.index, outcome };
    items.push(item);
    if (outcome !== "changed") continue;
    const { resource, replaces } = effects[place]!;
    if (record.kind !== "reading") item.diff = writer.ofResource(resource!.before, resource!.after);
    else {
      const before = replaces === "stored" ? values.get(snapshotKey(addressOf(record))) : printed(planned[replaces!]!);
      const after = printed(planned[place]!);
      const isSeen = before !== undefined && after !== undefined && compared < MAX_COMPARED_IN_ALL;
      item.diff = isSeen ? writer.ofValues(parseJson(before), parseJson(after)) : writer.unseen();
      compared += (before?.length ?? 0) + (after?.length ?? 0);
      await yieldToEventLoop();
    }
  }
  return items;
}

/** What PostgreSQL would print for its value. */
function printed({ submitted: { input, sentValueBytes } }: PlannedRecord): string | undefined {
  return sentValueBytes > MAX_COMPARED_BYTES ? undefined : jsonbText((input as { value: JsonValue }).value);
}
