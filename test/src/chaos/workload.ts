import { addMicros, nowTimestamp } from "@binnacle/contract";
import { printReceiptRequest, RECEIPT_ATTRIBUTE, REDRIVE_ATTRIBUTE, rejectionOf } from "@binnacle/ingest";
import fc from "fast-check";
import { messageOf, shuffledDeliveries, type Delivery } from "../convergence/deliveries.js";
import type { ModelRecord } from "../convergence/model-record.js";
import { scatteredRecords } from "../convergence/scattered-records.js";
import { expectedContents, type CatalogContents } from "./catalog-contents.js";
import type { Random } from "../random.js";

/** Groups of records a round: enough for a batch of each sink. */
const CELLS = 10;
const FAULTY_RECORDS = 5;
const REDRIVEN_RECORDS = 5;
const DAY_MICROS = 86_400_000_000;
/** Some messages come twice, whoever published them. */
const TWICE = 0.2;
/** Some of those who publish want to know what became of it. */
const WITH_RECEIPT = 0.3;

/** Nothing else is of that month. */
const PARTITIONED_ON = "2025-03-01T00:00:00.000000Z";
export const PARTITION = "series_2025_03";

/** A message to publish, and its attributes. */
export interface OutgoingMessage {
  text: string;
  attributes: Record<string, string>;
}

/**
 * Generates messages, round by round: records that meet among those of their round only, some of them repeated, shuffled; and
 * records that are to be rejected. Knows what the catalog must come to.
 */
export class Workload {
  private readonly accepted: ModelRecord[] = [];
  private readonly rejected: string[] = [];
  private readonly receipts = new Map<string, number>();
  private isPartitioned = false;
  private rounds = 0;
  messages = 0;

  constructor(
    private readonly random: Random,
    private readonly seed: number,
  ) {}

  /** Different records so far. */
  get records(): number {
    return this.accepted.length + this.rejected.length;
  }

  nextRound(): OutgoingMessage[] {
    const round = ++this.rounds;
    const seed = this.seed + round * CELLS;
    const records = scatteredRecords({ seed, suffix: `.r${round}`, cells: CELLS });
    this.accepted.push(...records);
    const [draws] = fc.sample(fc.infiniteStream(fc.nat()), { seed, numRuns: 1 });
    const deliveries = shuffledDeliveries(records, draws!, 1).flat();
    const published = deliveries.map((delivery) => this.askForReceipt(delivery, outgoing(delivery)));
    const messages = [...published, ...this.faultyMessages(round), ...this.redrivenMessages(round)];
    const repeated = messages.filter(() => this.random.chance(TWICE));
    this.messages += messages.length + repeated.length;
    return this.random.shuffled([...messages, ...repeated]);
  }

  /** A record that is published again after its partition of the series was dropped. */
  partitioned(): OutgoingMessage {
    const at = { type: "Partitioned", name: "a" };
    const value = { sent: "1", printed: "1" };
    const [source, on] = ["team-a/k8s", PARTITIONED_ON];
    const record: ModelRecord = { kind: "reading", source, at, type: "Sample", mode: "TIME_SERIES", value, on };
    if (!this.isPartitioned) this.accepted.push(record);
    this.isPartitioned = true;
    return outgoing({ source, records: [record], sentOn: undefined });
  }

  expected(): CatalogContents {
    return expectedContents(this.accepted, this.rejected, this.receipts);
  }

  private askForReceipt({ records }: Delivery, message: OutgoingMessage): OutgoingMessage {
    if (!this.random.chance(WITH_RECEIPT)) return message;
    const id = this.random.uuid();
    this.receipts.set(id, records.length);
    const receipt = printReceiptRequest({ id, indexes: [...records.keys()] });
    return { ...message, attributes: { ...message.attributes, [RECEIPT_ATTRIBUTE]: receipt } };
  }

  private faultyMessages(round: number): OutgoingMessage[] {
    return Array.from({ length: FAULTY_RECORDS }, (_, index) => {
      const record = `{"kind":"removal","resource":{"type":"Service","name":""},"note":"${round}.${index}"}`;
      this.rejected.push(record);
      return { text: `{"source":"team-a/k8s","records":[${record}]}`, attributes: {} };
    });
  }

  /** Records that are refused since their message claims to be of tomorrow, and come again as a redrive, in whichever order. */
  private redrivenMessages(round: number): OutgoingMessage[] {
    return Array.from({ length: REDRIVEN_RECORDS }, (_, index): OutgoingMessage[] => {
      const at = { type: `Redriven.r${round}`, name: `${index}` };
      const [source, on] = ["team-a/k8s", "2026-11-01T00:00:00.000000Z"];
      const record = JSON.stringify({ kind: "resource", ...at });
      const text = `{"source":"${source}","records":[${record}]}`;
      const fault = { code: "CLOCK_AHEAD", detail: "", path: null } as const;
      const { id } = rejectionOf(fault, { source, text: record, receivedOn: on, sentOn: on });
      this.accepted.push({ kind: "resource", source, at, on });
      return [
        { text, attributes: { sentOn: addMicros(nowTimestamp(), DAY_MICROS) } },
        { text, attributes: { sentOn: on, [REDRIVE_ATTRIBUTE]: id } },
      ];
    }).flat();
  }
}

function outgoing(delivery: Delivery): OutgoingMessage {
  const { sentOn } = delivery;
  return { text: messageOf(delivery), attributes: sentOn === undefined ? {} : { sentOn } };
}
