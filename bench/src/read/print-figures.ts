import { printTable } from "../figures.js";
import { ENOUGH, type LoadFigures } from "./load.js";
import type { ChangeFigures } from "./measure-changes.js";
import { CONCURRENCY, type MeasuredEntry } from "./measure-entry.js";

/** What a person who waits is told of an entry. */
export function summary({ entry, provider: [one, many], bare }: MeasuredEntry): string {
  const failures = [one, many]
    .flatMap((figures) => Object.entries(figures.failures))
    .map(([status, count]) => `${count} × ${status}`);
  return `${entry.name}: p50 ${milliseconds(one.p50)} ms, ${rate(many)}/s${
    bare === undefined ? "" : `, ${ratio(many, bare[1])} of the bare handler`
  }${failures.length > 0 ? `, failed: ${failures.join(", ")}` : ""}`;
}

export function printEntries(measured: readonly MeasuredEntry[]): void {
  console.log(
    `\nMilliseconds; in brackets how many at a time where not ${CONCURRENCY}. "of N": of fewer than ${ENOUGH} answers the slowest, which is no p99. "bare" is the bare handler's p50 and p99 in the same turn.\n`,
  );
  const columns = (concurrency: number): string[] => [
    `p50, ${concurrency}`,
    `p99, ${concurrency}`,
    "bare",
    `1/s, ${concurrency}`,
    "of bare",
  ];
  printTable(
    ["", ...columns(1), ...columns(CONCURRENCY), "failed"],
    measured.map(({ entry, provider, bare }) => [
      entry.concurrency === undefined ? entry.name : `${entry.name} (${entry.concurrency})`,
      ...provider.flatMap((figures, index) => [
        milliseconds(figures.p50),
        slowestHundredth(figures),
        bare === undefined ? "-" : `${milliseconds(bare[index]!.p50)}, ${slowestHundredth(bare[index]!)}`,
        rate(figures),
        bare === undefined ? "-" : ratio(figures, bare[index]!),
      ]),
      String(provider.flatMap(({ failures }) => Object.values(failures)).reduce((sum, count) => sum + count, 0)),
    ]),
  );
  const ofRecords = measured.filter(({ entry }) => entry.records !== undefined);
  for (const { entry, provider } of ofRecords) {
    const [one, many] = provider.map(({ perSecond }) => Math.round(perSecond * entry.records!).toLocaleString("en"));
    console.log(`\n${entry.name}: ${one} records/s one request at a time, ${many} of ${CONCURRENCY}.`);
  }
}

export function printChanges(figures: readonly ChangeFigures[]): void {
  console.log(
    "\nThe change feed: milliseconds from a commit to its event, and how fast readers that were away catch up.\n",
  );
  printTable(
    ["readers", "p50", "slowest", "events/s to all"],
    figures.map(({ readers, p50, slowest, commits, perSecond }) => [
      String(readers),
      milliseconds(p50),
      `${milliseconds(slowest)} of ${commits}`,
      Math.round(perSecond).toLocaleString("en"),
    ]),
  );
}

const ratio = (of: LoadFigures, to: LoadFigures): string =>
  of.count === 0 || to.count === 0 ? "-" : `${Math.round((of.perSecond / to.perSecond) * 100)} %`;
const milliseconds = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(value < 10 ? 2 : 0));
const slowestHundredth = ({ p99, slowest, count }: LoadFigures): string =>
  count < ENOUGH ? `${milliseconds(slowest)} of ${count}` : milliseconds(p99);
const rate = ({ perSecond }: LoadFigures): string =>
  perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString("en");
