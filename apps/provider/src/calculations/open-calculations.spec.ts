import { readPolicy } from "@binnacle/housekeeping";
import "reflect-metadata";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeOn, type Calculation } from "@binnacle/calculation";
import { ConfigurationError } from "@binnacle/errors";
import { createTestDatabase, type TestDatabase } from "@binnacle/testing";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ProviderEnvironment } from "../provider-environment.js";
import { openCalculations } from "./open-calculations.js";

describe(openCalculations.name, () => {
  let server: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    server = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), "scorecards-"));
  });

  afterAll(async () => {
    await server.drop();
    await rm(folder, { recursive: true });
  });

  async function open(yaml: string | undefined) {
    const file = join(folder, "binnacle.yaml");
    if (yaml !== undefined) await writeFile(file, yaml);
    const environment = Object.assign(new ProviderEnvironment(), {
      DATABASE_URL: server.url,
      ...(yaml !== undefined && { BINNACLE_CONFIG: file }),
    });
    return openCalculations(environment, readPolicy({}, "test"));
  }

  const faultsOf = async (yaml: string): Promise<string[]> => {
    const error = await open(yaml).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).faults.map((fault) => fault.replace(`${folder}/`, ""));
  };

  const CHECK = "{name: a, level: bronze, reading: A}";

  it("has a default scorecard without a configuration, and with one that has none", async () => {
    for (const yaml of [undefined, "", "sources: []", "scorecards:"]) {
      const { registry, access, close } = await open(yaml);
      const calculation = registry.get("scorecard").calculation as Calculation<never>;
      const { result } = await computeOn(access, calculation);
      expect(result).toMatchObject({ scorecards: ["service-basics"] });
      await close();
    }
  });

  it("scores by those that are configured", async () => {
    const { registry, access, close } = await open(`
scorecards:
  - name: own
    checks:
      - {name: up, level: bronze, hint: Look at it, below: ServiceInstance, match: some, reading: HealthCheck, where: '$.status == "up"'}
  - name: teams
    resourceType: Team
    levels: [ok]
    checks: [{name: described, level: ok, reading: TeamDescription, collectedWithin: P7D, refersTo: Team}]
`);
    const { result } = await computeOn(access, registry.get("scorecard").calculation as Calculation<never>);
    expect(result).toMatchObject({
      scorecards: ["own", "teams"],
      scorecard: { resourceType: "Service", levels: ["bronze", "silver", "gold"] },
      total: { checks: [{ check: "up", hint: "Look at it" }] },
    });
    await close();
  });

  it.each([
    ["scorecards: []", "binnacle.yaml: scorecards should not be empty"],
    ["scorecards: {}", "binnacle.yaml: scorecards must be an array"],
    [`scorecards: [{name: x, checks: [${CHECK}], wrong: 1}]`, "binnacle.yaml: scorecards[0].wrong is not a known key"],
    [`scorecards: [{checks: [${CHECK}]}]`, "binnacle.yaml: scorecards[0].name should not be empty"],
    [
      "scorecards: [{name: x, checks: [{name: a, level: top, reading: A}]}]",
      "binnacle.yaml: scorecards[0].checks[0].level must be one of bronze, silver, gold",
    ],
    [
      'scorecards: [{name: x, checks: [{name: a, level: gold, reading: A, where: "$.a"}]}]',
      expect.stringMatching(/^binnacle.yaml: scorecards\[0\].checks\[0\].where .* \(at \d+\)$/),
    ],
    [
      `scorecards: [{name: x, checks: [${CHECK}, {name: b, level: gold, reading: A, where: "$.a ="}]}]`,
      expect.stringMatching(/^binnacle.yaml: scorecards\[0\].checks\[1\].where .* \(at \d+\)$/),
    ],
  ])("refuses %s", async (yaml, fault) => {
    expect(await faultsOf(yaml)).toContainEqual(fault);
  });
});
