import type { SourceClient } from "@binnacle/collector";

/** The labels of one series of an answer. */
export type Labels = Readonly<Record<string, string>>;

interface QueryAnswer {
  status?: string;
  data?: { resultType?: string; result?: { metric?: Labels }[] };
}

/**
 * The labels of the series that an expression gives now: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 * @throws SourceError if Prometheus does not answer, or refuses the expression
 */
export async function querySeries(client: SourceClient, expression: string): Promise<Labels[]> {
  const answer = await client.getJson<QueryAnswer>("api/v1/query", { query: { query: expression } });
  const { resultType, result } = answer.data ?? {};
  if (answer.status !== "success" || resultType !== "vector" || result === undefined) {
    throw new Error(`the answer to ${expression} is no vector: ${resultType ?? answer.status ?? "unknown"}`);
  }
  return result.map(({ metric = {} }) => metric);
}
