import fc from "fast-check";
import { messageOf, shuffledDeliveries, type Delivery } from "../convergence/deliveries.js";
import type { ModelRecord } from "../convergence/model-record.js";
import { scatteredRecords } from "../convergence/scattered-records.js";
import { expectedContents, type CatalogContents } from "./catalog-contents.js";
import type { Random } from "../random.js";

/** Groups of records a round: enough for a batch of each sink. */
const CELLS = 10;
const FAULTY_RECORDS = 5;
/** Some messages come twice, whoever published them. */
const TWICE = 0.2;

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
    const messages = [...deliveries.map(outgoing), ...this.faultyMessages(round)];
    const repeated = messages.filter(() => this.random.chance(TWICE));
    this.messages += messages.length + repeated.length;
    return this.random.shuffled([...messages, ...repeated]);
  }

  expected(): CatalogContents {
    return expectedContents(this.accepted, this.rejected);
  }

  private faultyMessages(round: number): OutgoingMessage[] {
    return Array.from({ length: FAULTY_RECORDS }, (_, index) => {
      const record = `{"kind":"removal","resource":{"type":"Service","name":""},"note":"${round}.${index}"}`;
      this.rejected.push(record);
      return { text: `{"source":"team-a/k8s","records":[${record}]}`, attributes: {} };
    });
  }
}

function outgoing(delivery: Delivery): OutgoingMessage {
  const { sentOn } = delivery;
  return { text: messageOf(delivery), attributes: sentOn === undefined ? {} : { sentOn } };
}
