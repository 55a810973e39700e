import { addMicros, epochMicros, parseDuration, type Timestamp } from "@binnacle/contract";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { SeriesBucket } from "../../catalog/catalog-items.js";
import { Parameter } from "../../parameters/parameter.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import {
  BOOLEAN_RULE,
  durationRule,
  NAME_RULE,
  numberRule,
  textRule,
  TIMESTAMP_RULE,
  TYPE_RULE,
  UUID_RULE,
} from "../../parameters/rules.js";
import { chooseResources } from "../choose-resources.js";
import { parseJsonPath } from "./json-path.js";
import { RESULT_SCHEMA } from "./result-schema.js";

const DAY_MICROS = 86_400_000_000;
const MAX_SPANS = 5_000;
const MAX_BUCKETS = 50_000;

class SeriesAggregateParameters {
  @Parameter(TYPE_RULE, { required: true, description: "The reading type of the series." })
  readingType!: string;

  @Parameter(UUID_RULE, { repeatable: true, maxItems: 100, description: "The Resource, or several." })
  id?: string[];

  @Parameter(TYPE_RULE, { description: "With `resourceName`: the Resource's type, instead of `id`." })
  resourceType?: string;

  @Parameter(NAME_RULE, { description: "With `resourceType`: the Resource's name, instead of `id`." })
  resourceName?: string;

  @Parameter(BOOLEAN_RULE, { description: "Takes the series of everything below the Resources as well." })
  descendants: boolean = false;

  @Parameter(textRule(1_000, "$.latencyMs"), {
    repeatable: true,
    maxItems: 64,
    description:
      'Where the number is in the value: `$.a.b[0]["any key"]`, or the keys one by one (`path=a&path=b&path=0`). Nothing in it is a pattern.',
  })
  path: string[] = ["$"];

  @Parameter(TIMESTAMP_RULE, { description: "Readings collected at this time or after; a day before `to` without." })
  from?: Timestamp;

  @Parameter(TIMESTAMP_RULE, { description: "Readings collected before this time; now without." })
  to?: Timestamp;

  @Parameter(durationRule("PT1S", "P366D"), { description: "The length of a bucket; the first begins at `from`." })
  bucket: string = "PT1H";

  @Parameter(numberRule(0, 100), { repeatable: true, maxItems: 10, description: "Percentiles, interpolated." })
  percentile: number[] = [50, 95, 99];

  @Parameter(BOOLEAN_RULE, { description: "Buckets of each Resource by itself, rather than of all together." })
  byResource: boolean = false;
}

interface Bucket extends Omit<SeriesBucket, "percentiles"> {
  percentiles: Record<string, number | null>;
}

export interface SeriesAggregateResult {
  readingType: string;
  path: string[];
  from: Timestamp;
  to: Timestamp;
  bucket: string;
  resources: { id: string; type: string; name: string }[];
  buckets: Bucket[];
}

@Calculation({
  name: "series-aggregate",
  description:
    "Numbers of a time series per bucket of time: count, least, greatest, mean and percentiles. Values without a number are skipped and counted.",
  parameters: SeriesAggregateParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT30S",
})
export class SeriesAggregate implements Calculation<SeriesAggregateParameters, SeriesAggregateResult> {
  async compute(
    parameters: SeriesAggregateParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<SeriesAggregateResult>> {
    const { readingType, bucket, byResource } = parameters;
    const path = pathOf(parameters.path);
    const percentiles = [...new Set(parameters.percentile)];
    const { from, to, spanMicros } = windowOf(parameters, now);
    const resources = await chooseResources(catalog, parameters);
    const aggregated = await catalog.aggregateSeries(
      resources.items.map(({ id }) => id),
      { readingType, path, from, to, spanMicros, percentiles, byResource, limit: MAX_BUCKETS },
    );
    const buckets = aggregated.items.map((each) => ({
      ...each,
      percentiles: Object.fromEntries(percentiles.map((percentile, index) => [percentile, each.percentiles[index]!])),
    }));
    const chosen = resources.items.map(({ id, type, name }) => ({ id, type, name }));
    return {
      result: { readingType, path, from, to, bucket, resources: chosen, buckets },
      isPartial: resources.isPartial || aggregated.isPartial,
    };
  }
}

function pathOf(given: readonly string[]): string[] {
  const [first] = given;
  if (given.length > 1 || !first?.startsWith("$")) return [...given];
  const path = parseJsonPath(first);
  if (path) return path;
  throw new InvalidParametersError([{ path: "path", detail: 'must be a path such as $.a.b[0]["any key"], or keys' }]);
}

function windowOf({ from: given, to: end, bucket }: SeriesAggregateParameters, now: Timestamp) {
  const to = end ?? now;
  const from = given ?? addMicros(to, -DAY_MICROS);
  const spanMicros = parseDuration(bucket)!;
  if (from >= to) throw new InvalidParametersError([{ path: "from", detail: "must be before to" }]);
  if (epochMicros(to) - epochMicros(from) > BigInt(spanMicros) * BigInt(MAX_SPANS)) {
    const detail = `must be longer: there would be more than ${MAX_SPANS} between from and to`;
    throw new InvalidParametersError([{ path: "bucket", detail }]);
  }
  return { from, to, spanMicros };
}
