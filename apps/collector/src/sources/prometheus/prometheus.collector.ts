import { type CollectContext, Collector, inParallel, SourceError } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { PrometheusClient } from "../../prometheus/prometheus.client.js";
import { mapResults, nameOf, type QueryOutcome } from "./prometheus.mapping.js";
import type { PrometheusOptions, PrometheusQuery } from "./prometheus.options.js";

/** Evaluates expressions, all for the same moment, and makes readings of what they give. */
@Collector({ name: "prometheus", schedule: "every 1m", timeout: "5m" })
export class PrometheusCollector implements Collector {
  private readonly client: PrometheusClient;

  /** @throws ConfigurationError if a secret is not there */
  constructor(private readonly options: PrometheusOptions) {
    this.client = new PrometheusClient(options);
  }

  async *collect(context: CollectContext): AsyncGenerator<CatalogRecord> {
    const time = Date.parse(context.startedOn) / 1_000;
    const outcomes: { index: number; outcome: QueryOutcome }[] = [];
    const work = async ([index, query]: [number, PrometheusQuery]) => ({
      index,
      outcome: await this.evaluate(query, time, context),
    });
    for await (const { index, outcome } of inParallel(this.options.queries.entries(), 4, work)) {
      if (outcome) outcomes.push({ index, outcome });
    }
    // In the order of the configuration: the fields of one reading come from several queries.
    const sorted = outcomes.toSorted((a, b) => a.index - b.index).map(({ outcome }) => outcome);
    const { records, warnings } = mapResults(sorted);
    for (const warning of warnings) context.warn(warning);
    yield* records;
  }

  /** A query that fails takes no other along; a server that does not answer does. */
  private async evaluate(
    query: PrometheusQuery,
    time: number,
    { warn, logger }: CollectContext,
  ): Promise<QueryOutcome | undefined> {
    try {
      const answer = await this.client.query(query.query, time);
      if (answer.status === "error") {
        warn(`${nameOf(query)}: ${answer.errorType}: ${answer.error}`);
        return undefined;
      }
      for (const warning of answer.warnings ?? []) warn(`${nameOf(query)}: ${warning}`);
      for (const info of answer.infos ?? []) logger.info({ query: nameOf(query) }, info);
      return { query, data: answer.data };
    } catch (error) {
      // What the server says about this one: it took too long, or too much memory.
      if (!(error instanceof SourceError) || error.status === undefined || error.status < 500) throw error;
      warn(nameOf(query), error);
      return undefined;
    }
  }
}
