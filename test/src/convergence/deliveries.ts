import type fc from "fast-check";
import { published } from "./generated-records.js";
import type { ModelRecord } from "./model-record.js";

/** One message of one source. */
export interface Delivery {
  source: string;
  records: ModelRecord[];
  /** Its records state no time of their own and take this one, the message's. */
  sentOn: string | undefined;
}

/** Every record at least once, some twice, in some order, cut into messages of one source each, dealt to the workers. */
export function shuffledDeliveries(
  records: readonly ModelRecord[],
  random: fc.Stream<number>,
  workers: number,
): Delivery[][] {
  const draws = random[Symbol.iterator]();
  const draw = (below: number): number => draws.next().value! % below;
  const twice = records.filter(() => draw(3) === 0);
  const shuffled = [...records, ...twice].map((record) => ({ record, rank: draw(1 << 20) }));
  const dealt: Delivery[][] = Array.from({ length: workers }, () => []);
  for (const { record } of shuffled.toSorted((a, b) => a.rank - b.rank)) {
    const worker = dealt[draw(workers)]!;
    const open = worker.at(-1);
    if (open && isFitting(open, record) && draw(5) > 0) open.records.push(record);
    else worker.push({ source: record.source, records: [record], sentOn: draw(5) === 0 ? timeOf(record) : undefined });
  }
  return dealt;
}

/** The message as a collector would publish it; one of a single record may be bare, and `anonymous` need not be said. */
export function messageOf({ source, records, sentOn }: Delivery): string {
  const texts = records.map((record) => published(record, { withTime: sentOn === undefined }));
  const isNamed = source !== "anonymous";
  if (records.length === 1) return isNamed ? texts[0]!.replace("{", `{"source":"${source}",`) : texts[0]!;
  return `{${isNamed ? `"source":"${source}",` : ""}"records":[${texts.join(",")}]}`;
}

function isFitting({ source, sentOn }: Delivery, record: ModelRecord): boolean {
  return source === record.source && (sentOn === undefined || sentOn === timeOf(record));
}

/** What a message may say in a record's stead; a sweep must say itself when its run started. */
function timeOf(record: ModelRecord): string | undefined {
  return record.kind === "sweep" ? undefined : record.on;
}
