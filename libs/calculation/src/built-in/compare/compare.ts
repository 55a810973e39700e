import { parseJson, resourceId, type Timestamp } from "@binnacle/contract";
import { NotFoundError } from "@binnacle/errors";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { CatalogReading } from "../../catalog/catalog-items.js";
import { compareTexts } from "../../catalog/compare-texts.js";
import { Parameter } from "../../parameters/parameter.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { BOOLEAN_RULE, integerRule, NAME_RULE, TYPE_RULE, UUID_RULE } from "../../parameters/rules.js";
import { differences, type Difference } from "./difference.js";
import { RESULT_SCHEMA } from "./result-schema.js";

const MAX_DIFFERENCES = 10_000;

class CompareParameters {
  @Parameter(UUID_RULE, { description: "The Resource on the left." })
  leftId?: string;

  @Parameter(TYPE_RULE, { description: "With `leftName`, instead of `leftId`." })
  leftType?: string;

  @Parameter(NAME_RULE, { description: "With `leftType`, instead of `leftId`." })
  leftName?: string;

  @Parameter(UUID_RULE, { description: "The Resource on the right." })
  rightId?: string;

  @Parameter(TYPE_RULE, { description: "With `rightName`, instead of `rightId`." })
  rightType?: string;

  @Parameter(NAME_RULE, { description: "With `rightType`, instead of `rightId`." })
  rightName?: string;

  @Parameter(TYPE_RULE, { repeatable: true, description: "Only Readings of these types." })
  readingType?: string[];

  @Parameter(BOOLEAN_RULE, { description: "Lists Readings that are equal as well." })
  equal: boolean = false;

  @Parameter(integerRule(1, MAX_DIFFERENCES), { description: "The most differences that are listed, of all Readings." })
  limit: number = 1_000;
}

interface ComparedReading {
  type: string;
  state: "equal" | "different" | "onlyLeft" | "onlyRight";
  leftCollectedOn: Timestamp | null;
  rightCollectedOn: Timestamp | null;
  differences: Difference[];
}

export interface CompareResult {
  left: { id: string; type: string; name: string };
  right: { id: string; type: string; name: string };
  /** How many Readings are in each state. */
  counts: Record<ComparedReading["state"], number>;
  readings: ComparedReading[];
}

@Calculation({
  name: "compare",
  description:
    "What differs between the snapshots of two Resources: by reading type, each path that was added, removed or changed, with both values digit for digit.",
  parameters: CompareParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT10S",
})
export class Compare implements Calculation<CompareParameters, CompareResult> {
  async compute(parameters: CompareParameters, { catalog }: CalculationContext): Promise<PartialResult<CompareResult>> {
    const { leftId, leftType, leftName, rightId, rightType, rightName, readingType, equal, limit } = parameters;
    const ids = [
      identify("left", { id: leftId, type: leftType, name: leftName }),
      identify("right", { id: rightId, type: rightType, name: rightName }),
    ] as const;
    const resources = await catalog.resources(ids);
    const [left, right] = ids.map((id) => {
      const found = resources.find((resource) => resource.id === id);
      if (!found) throw new NotFoundError(`There is no Resource ${id}`);
      return { id, type: found.type, name: found.name };
    });
    const { items, isPartial } = await catalog.snapshots(ids, readingType && { readingTypes: readingType });
    const byType = Map.groupBy(items, ({ type }) => type);
    const counts = { equal: 0, different: 0, onlyLeft: 0, onlyRight: 0 };
    const readings: ComparedReading[] = [];
    let listed = 0;
    let isCut = isPartial;
    for (const [type, ofType] of [...byType].toSorted(([a], [b]) => compareTexts(a, b))) {
      const [ofLeft, ofRight] = ids.map((id) => ofType.find((reading) => reading.resourceId === id));
      const compared = compareReadings(type, ofLeft, ofRight, limit - listed);
      counts[compared.state]++;
      listed += compared.differences.length;
      isCut ||= compared.isCut;
      const { isCut: _cut, ...shown } = compared;
      if (equal || compared.state !== "equal") readings.push(shown);
    }
    return { result: { left: left!, right: right!, counts, readings }, isPartial: isCut };
  }
}

function compareReadings(
  type: string,
  left: CatalogReading | undefined,
  right: CatalogReading | undefined,
  limit: number,
): ComparedReading & { isCut: boolean } {
  const compared = {
    type,
    leftCollectedOn: left?.collectedOn ?? null,
    rightCollectedOn: right?.collectedOn ?? null,
    differences: [] as Difference[],
    isCut: false,
  };
  if (!left || !right) return { ...compared, state: left ? "onlyLeft" : "onlyRight" };
  if (left.digest === right.digest) return { ...compared, state: "equal" };
  let isDifferent = false;
  for (const difference of differences(parseJson(left.text), parseJson(right.text))) {
    isDifferent = true;
    if (compared.differences.length === limit) {
      compared.isCut = true;
      break;
    }
    compared.differences.push(difference);
  }
  return { ...compared, state: isDifferent ? "different" : "equal" };
}

/** The id of a side that is named by id or by type and name. */
function identify(
  side: "left" | "right",
  { id, type, name }: { id: string | undefined; type: string | undefined; name: string | undefined },
): string {
  if (id !== undefined && type === undefined && name === undefined) return id;
  if (id === undefined && type !== undefined && name !== undefined) return resourceId(type, name);
  const detail = `is required, or ${side}Type and ${side}Name; not both`;
  throw new InvalidParametersError([{ path: `${side}Id`, detail }]);
}
