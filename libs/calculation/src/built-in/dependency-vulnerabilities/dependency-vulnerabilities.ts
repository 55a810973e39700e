import type { Severity } from "@binnacle/contract";
import { NotFoundError } from "@binnacle/errors";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { CatalogResource } from "../../catalog/catalog-items.js";
import { type CatalogReader, MAX_ITEMS } from "../../catalog/catalog-reader.js";
import { InvalidParametersError } from "../../parameters/read-parameters.js";
import { presentService } from "../present-service.js";
import { labelOf } from "../resource-label.js";
import { findVulnerabilities } from "./find-vulnerabilities.js";
import { DependencyVulnerabilitiesParameters } from "./parameters.js";
import { ReferencePaths } from "./reference-paths.js";
import { type DependencyVulnerabilitiesResult, RESULT_SCHEMA } from "./result.js";

const MAX_ROOTS = 1_000;

@Calculation({
  name: "dependency-vulnerabilities",
  description:
    "The known vulnerabilities of everything that a service, or any Resource, depends on through references, with the path that leads to each.",
  parameters: DependencyVulnerabilitiesParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT1M",
})
export class DependencyVulnerabilities implements Calculation<
  DependencyVulnerabilitiesParameters,
  DependencyVulnerabilitiesResult
> {
  async compute(
    parameters: DependencyVulnerabilitiesParameters,
    { catalog }: CalculationContext,
  ): Promise<PartialResult<DependencyVulnerabilitiesResult>> {
    const { depth, limit, through } = parameters;
    const subject = await chooseSubject(catalog, parameters);
    const below = await catalog.descendants([subject.id], { limit: MAX_ROOTS });
    const roots = new Map([subject, ...below.items].map((resource) => [resource.id, labelOf(resource)]));
    const references = await catalog.references([...roots.keys()], { types: through, depth, limit: MAX_ITEMS });
    const paths = new ReferencePaths(roots, references.items);
    const ids = paths.reached().map(({ id }) => id);
    const readings = await catalog.snapshots(ids, {
      readingTypes: ["DependencyVersionVulnerabilities"],
      limit: MAX_ITEMS,
    });
    const atLeast = parameters.severity as Severity;
    const { isCut, ...found } = findVulnerabilities(paths, readings.items, { atLeast, limit });
    return {
      result: { subject: labelOf(subject), ...found },
      isPartial: isCut || below.isPartial || references.isPartial || readings.isPartial,
    };
  }
}

async function chooseSubject(
  catalog: CatalogReader,
  { service, environment, id }: DependencyVulnerabilitiesParameters,
): Promise<CatalogResource> {
  if ((service === undefined) === (id === undefined)) {
    throw new InvalidParametersError([{ path: "service", detail: "is required, or id; not both" }]);
  }
  if (environment !== undefined && service === undefined) {
    throw new InvalidParametersError([{ path: "environment", detail: "goes together with service only" }]);
  }
  if (service !== undefined && environment === undefined) return presentService(catalog, service);
  const [found] =
    id === undefined
      ? await catalog.resourcesNamed([{ type: "ServiceDeployment", name: `${service}/${environment}` }])
      : await catalog.resources([id]);
  if (found !== undefined) return found;
  throw new NotFoundError(
    id === undefined ? `There is no ServiceDeployment ${service}/${environment}` : `There is no Resource ${id}`,
  );
}
