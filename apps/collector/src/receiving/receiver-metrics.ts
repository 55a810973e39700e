import type { Metrics } from "@binnacle/platform";
import type { ReceiptOutcome } from "./receiver.js";

/** What receivers take in, as Prometheus metrics. */
export class ReceiverMetrics {
  private readonly receipts;
  private readonly records;
  private readonly refusedRecords;
  private readonly unassignedItems;

  constructor(metrics: Metrics) {
    this.receipts = metrics.counter({
      name: "binnacle_collector_received_total",
      help: "What was handed to receiving sources, by what became of it",
      labels: ["source", "outcome"],
    });
    this.records = metrics.counter({
      name: "binnacle_collector_received_records_total",
      help: "Records of receiving sources that were published",
      labels: ["source"],
    });
    this.refusedRecords = metrics.counter({
      name: "binnacle_collector_received_records_refused_total",
      help: "Records of receiving sources that can never be published",
      labels: ["source"],
    });
    this.unassignedItems = metrics.counter({
      name: "binnacle_collector_unassigned_total",
      help: "What receiving sources could not assign to a Resource by their configuration",
      labels: ["source"],
    });
  }

  received(source: string, outcome: ReceiptOutcome): void {
    this.receipts.inc({ source, outcome });
  }

  published(source: string, count: number): void {
    if (count > 0) this.records.inc({ source }, count);
  }

  refused(source: string, count: number): void {
    if (count > 0) this.refusedRecords.inc({ source }, count);
  }

  unassigned(source: string): void {
    this.unassignedItems.inc({ source });
  }
}
