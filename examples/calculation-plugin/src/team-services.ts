import {
  Calculation,
  integerRule,
  NAME_RULE,
  Parameter,
  type CalculationContext,
  type PartialResult,
} from "@binnacle/calculation";

class TeamServicesParameters {
  @Parameter(NAME_RULE, { repeatable: true, description: "Only these teams." })
  team?: string[];

  @Parameter(integerRule(1, 10_000), { description: "The most services that are looked at." })
  limit: number = 10_000;
}

interface TeamServicesResult {
  teams: { team: string; services: string[] }[];
  withoutTeam: string[];
}

const NAMES = { type: "array", items: { type: "string" } };

@Calculation({
  name: "team-services",
  description: "Which team owns which services, by the reading ServiceOwnership.",
  parameters: TeamServicesParameters,
  result: {
    type: "object",
    required: ["teams", "withoutTeam"],
    properties: {
      teams: {
        type: "array",
        items: {
          type: "object",
          required: ["team", "services"],
          properties: { team: { type: "string" }, services: NAMES },
        },
      },
      withoutTeam: NAMES,
    },
  },
  freshFor: "PT1M",
})
export class TeamServices implements Calculation<TeamServicesParameters, TeamServicesResult> {
  async compute(
    { team: wanted, limit }: TeamServicesParameters,
    { catalog }: CalculationContext,
  ): Promise<PartialResult<TeamServicesResult>> {
    const byTeam = new Map<string, string[]>();
    const withoutTeam: string[] = [];
    let isPartial = false;
    for await (const page of catalog.listResources({ types: ["Service"], limit })) {
      const owners = await catalog.references(
        page.items.map(({ id }) => id),
        { readingTypes: ["ServiceOwnership"], types: ["Team"] },
      );
      const teamOf = new Map(owners.items.map(({ resourceId, targetName }) => [resourceId, targetName]));
      for (const { id, name } of page.items) {
        const team = teamOf.get(id);
        if (team === undefined) withoutTeam.push(name);
        else byTeam.set(team, [...(byTeam.get(team) ?? []), name]);
      }
      isPartial ||= page.isPartial || owners.isPartial;
    }
    const teams = [...byTeam.entries()]
      .filter(([team]) => wanted?.includes(team) ?? true)
      .map(([team, services]) => ({ team, services }))
      .toSorted((a, b) => (a.team < b.team ? -1 : 1));
    return { result: { teams, withoutTeam }, isPartial };
  }
}
