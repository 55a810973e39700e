import { ConfigurationError, NotFoundError } from "@binnacle/errors";
import { Calculation, type CalculationContext, type PartialResult } from "../../calculation.js";
import type { CatalogResource } from "../../catalog/catalog-items.js";
import type { CatalogReader } from "../../catalog/catalog-reader.js";
import { Parameter } from "../../parameters/parameter.js";
import { integerRule, NAME_RULE, textRule } from "../../parameters/rules.js";
import { twoAtATime } from "../two-at-a-time.js";
import { DEFAULT_SCORECARD } from "./default-scorecard.js";
import { judge, levelReached, type FailedCheck } from "./judge.js";
import { RESULT_SCHEMA } from "./result-schema.js";
import { scorecardFaults, type Scorecard } from "./scorecard.js";
import { findSubjects, readFacts } from "./subjects.js";

class ScorecardParameters {
  @Parameter(textRule(128, DEFAULT_SCORECARD.name), { description: "The scorecard's name; the first without." })
  scorecard?: string;

  @Parameter(NAME_RULE, { repeatable: true, description: "Only the Resources with these names." })
  name?: string[];

  @Parameter(NAME_RULE, { description: "Goes on after the Resource with this name." })
  after?: string;

  @Parameter(integerRule(1, 5_000), { description: "The most Resources, by name." })
  limit: number = 1_000;
}

interface Scored {
  id: string;
  name: string;
  level: string | null;
  passed: number;
  failed: FailedCheck[];
}

export interface ScorecardResult {
  scorecard: Scorecard;
  /** The names of all that there are. */
  scorecards: string[];
  total: {
    resources: number;
    levels: { level: string | null; resources: number }[];
    checks: { check: string; level: string; passed: number; failed: number; hint: string | null }[];
  };
  resources: Scored[];
}

@Calculation({
  name: "scorecard",
  description:
    "How Resources do on a scorecard: which level each has, which checks it fails and what to do about them, and how many there are of each in total.",
  parameters: ScorecardParameters,
  result: RESULT_SCHEMA,
  freshFor: "PT1M",
})
export class ScorecardCalculation implements Calculation<ScorecardParameters, ScorecardResult> {
  /** @throws ConfigurationError that names every key that is wrong */
  constructor(private readonly scorecards: readonly Scorecard[] = [DEFAULT_SCORECARD]) {
    const faults = scorecardFaults(scorecards);
    if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `scorecards${fault}`));
  }

  async compute(
    { scorecard: wanted, ...selection }: ScorecardParameters,
    { catalog, now }: CalculationContext,
  ): Promise<PartialResult<ScorecardResult>> {
    const scorecard = this.scorecards.find(({ name }) => wanted === undefined || name === wanted);
    if (!scorecard) throw new NotFoundError(`There is no scorecard ${wanted}`);
    const { checks } = scorecard;
    const chosen = await chooseScored(catalog, scorecard.resourceType, selection);
    const { subjectsAt, isPartial } = await findSubjects(catalog, chosen.items, checks);
    const places = new Map(
      await twoAtATime([...subjectsAt], async ([place, subjects]) => {
        const askedHere = checks.filter(({ below }) => below === place);
        const facts = await readFacts(catalog, subjects, askedHere);
        return [place, { facts, byRoot: Map.groupBy(subjects, ({ rootId }) => rootId) }] as const;
      }),
    );
    const resources = chosen.items.map(({ id, name }): Scored => {
      const failed = checks
        .map((check) => {
          const { facts, byRoot } = places.get(check.below)!;
          return judge(check, byRoot.get(id) ?? [], facts, now);
        })
        .filter((each) => each !== undefined);
      return { id, name, level: levelReached(scorecard, failed), passed: checks.length - failed.length, failed };
    });
    return {
      result: {
        scorecard,
        scorecards: this.scorecards.map(({ name }) => name),
        total: total(scorecard, resources),
        resources,
      },
      isPartial: chosen.isPartial || isPartial || [...places.values()].some(({ facts }) => facts.isPartial),
    };
  }
}

async function chooseScored(
  catalog: CatalogReader,
  type: string,
  { name: names, after, limit }: Omit<ScorecardParameters, "scorecard">,
): Promise<{ items: CatalogResource[]; isPartial: boolean }> {
  if (names) {
    const found = await catalog.resourcesNamed(names.map((name) => ({ type, name })));
    return { items: found.slice(0, limit), isPartial: found.length > limit };
  }
  const items: CatalogResource[] = [];
  let isPartial = false;
  const query = { types: [type], limit, ...(after !== undefined && { after: { type, name: after } }) };
  for await (const page of catalog.listResources(query)) {
    items.push(...page.items);
    isPartial = page.isPartial;
  }
  return { items, isPartial };
}

function total({ levels, checks }: Scorecard, resources: readonly Scored[]): ScorecardResult["total"] {
  const failures = Map.groupBy(
    resources.flatMap(({ failed }) => failed),
    ({ check }) => check,
  );
  const reached = Map.groupBy(resources, ({ level }) => level);
  return {
    resources: resources.length,
    levels: [null, ...levels].map((level) => ({ level, resources: reached.get(level)?.length ?? 0 })),
    checks: checks.map(({ name, level, hint = null }) => {
      const failed = failures.get(name)?.length ?? 0;
      return { check: name, level, passed: resources.length - failed, failed, hint };
    }),
  };
}
