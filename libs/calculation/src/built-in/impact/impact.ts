import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { readOwners } from "../readings/ownership.js";
import { chooseSubject } from "./choose-subject.js";
import { affectedByType, countImpact, groupByOwner } from "./group-by-owner.js";
import { ImpactParameters } from "./parameters.js";
import { type Affected, type ImpactResult, RESULT_SCHEMA } from "./result.js";
import { walkAffected } from "./walk-affected.js";

/** Of lists that only tell what was found. */
const MAX_TOLD = 100;

@Calculation({
  name: "impact",
  description:
    "Who is affected by a version of a package, or by any Resource: the services and deployments that refer to it, by owner, through how many hops and by " +
    "which path.",
  parameters: ImpactParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT1M",
})
export class Impact implements Calculation<ImpactParameters, ImpactResult> {
  async compute(parameters: ImpactParameters, { catalog }: CalculationContext): Promise<PartialResult<ImpactResult>> {
    const { dependency, depth, limit, calls = dependency === undefined } = parameters;
    const subject = await chooseSubject(catalog, parameters);
    const walk = await walkAffected(catalog, subject.matched, { depth, calls });
    const affected = affectedByType(walk.steps);
    const services = affected.services.slice(0, limit);
    const others = affected.others.slice(0, limit);
    const ownership = await catalog.snapshots(
      services.map(({ id }) => id),
      { readingTypes: ["ServiceOwnership"], limit: MAX_ITEMS },
    );
    const owners = groupByOwner(
      services,
      await byService(catalog, affected.deployments),
      await readOwners(catalog, ownership.items),
    );
    return {
      result: {
        subject: {
          dependency: dependency ?? null,
          matched: subject.matched.slice(0, MAX_TOLD),
          undecided: subject.undecided.slice(0, MAX_TOLD),
        },
        counts: countImpact(affected, owners),
        owners,
        others,
      },
      isPartial:
        [subject, walk, ownership].some(({ isPartial }) => isPartial) ||
        services.length < affected.services.length ||
        others.length < affected.others.length,
    };
  }
}

async function byService(catalog: CatalogReader, deployments: readonly Affected[]): Promise<Map<string, Affected[]>> {
  const present = await catalog.resources(deployments.map(({ id }) => id));
  const parents = new Map(present.map(({ id, parentId }) => [id, parentId]));
  return Map.groupBy(deployments, ({ id }) => parents.get(id) ?? "");
}
