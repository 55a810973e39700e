import { reading } from "@binnacle/collector";
import { type CatalogRecord, isValidName, type ResourceAddress, timestampFromEpochMillis } from "@binnacle/contract";
import type { QueryResult, Sample, VectorSeries } from "../../prometheus/prometheus.client.js";
import type { PrometheusQuery } from "./prometheus.options.js";

/** What one query gave. */
export interface QueryOutcome {
  query: PrometheusQuery;
  data: QueryResult;
}

interface Draft {
  resource: ResourceAddress;
  query: PrometheusQuery;
  epochSeconds: number;
  value: Record<string, number | string>;
}

/** The readings that the results of a run's queries make, and what is wrong with them. */
export function mapResults(outcomes: readonly QueryOutcome[]): { records: CatalogRecord[]; warnings: string[] } {
  const drafts = new Map<string, Draft>();
  const warnings: string[] = [];
  for (const { query, data } of outcomes) {
    const faults = new Map<string, number>();
    for (const series of seriesOf(data)) {
      const fault = addSeries(drafts, query, series);
      if (fault !== undefined) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    }
    if (data.resultType === "matrix" || data.resultType === "string") {
      faults.set(`evaluates to a ${data.resultType}; an instant vector or a scalar is needed`, 1);
    }
    for (const [fault, count] of faults)
      warnings.push(`${nameOf(query)}: ${fault}${count > 1 ? ` (${count} series)` : ""}`);
  }
  const records = [...drafts.values()].map(({ resource, query, epochSeconds, value }) =>
    reading(resource, query.readingType, value, {
      storageMode: query.storageMode,
      collectedOn: timestampFromEpochMillis(Math.round(epochSeconds * 1_000)),
    }),
  );
  return { records, warnings };
}

/** How a query is called in messages: its reading type and field, which are shorter than the expression. */
export function nameOf({ readingType, field }: PrometheusQuery): string {
  return `${readingType}.${field}`;
}

/** Adds a field to the reading that it belongs to; says what is wrong with it, if something is. */
function addSeries(drafts: Map<string, Draft>, query: PrometheusQuery, series: VectorSeries): string | undefined {
  if (!series.value) return "is a native histogram; take a number of it, as histogram_quantile() does";
  const [epochSeconds, text] = series.value;
  const number = numberOf(text, query.decimals);
  // 0/0 is NaN: nothing can be said, and nothing is wrong.
  if (number === undefined) return undefined;
  const { name, missing } = fillIn(query.resource.name, series.metric);
  if (missing !== undefined) return `has no label ${missing}, which the Resource's name needs`;
  if (!isValidName(name)) return `gives a Resource's name that is none: ${JSON.stringify(name.slice(0, 100))}`;
  const resource = { type: query.resource.type, name };
  const key = JSON.stringify([resource, query.readingType, query.storageMode]);
  const draft = drafts.get(key) ?? { resource, query, epochSeconds, value: {} };
  if (Object.hasOwn(draft.value, query.field)) {
    return "gives several series of one Resource; aggregate them, as by sum by (…)";
  }
  const labels = (query.labels ?? []).filter((label) => series.metric[label] !== undefined);
  Object.assign(draft.value, Object.fromEntries(labels.map((label) => [label, series.metric[label]!])), {
    [query.field]: number,
  });
  drafts.set(key, draft);
  return undefined;
}

/** Exactly what Prometheus printed, unless it is to be rounded. */
function numberOf(text: string, decimals: number | undefined): number | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  // -0 is written as 0, and no other value.
  return decimals === undefined ? number : Number(number.toFixed(decimals)) + 0;
}

function fillIn(template: string, labels: Record<string, string>): { name: string; missing?: string } {
  let missing: string | undefined;
  const name = template.replaceAll(/\{(\w+)\}/g, (_, label: string) => {
    if (!labels[label]) missing ??= label;
    return labels[label] ?? "";
  });
  return missing === undefined ? { name } : { name, missing };
}

function seriesOf(data: QueryResult): VectorSeries[] {
  if (data.resultType === "vector") return data.result;
  if (data.resultType === "scalar") return [{ metric: {}, value: data.result satisfies Sample }];
  return [];
}
