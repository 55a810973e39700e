import "reflect-metadata";
import { scorecardFaults, type Scorecard, type ScorecardCheck } from "@binnacle/calculation";
import { ConfigurationError } from "@binnacle/errors";
import { readConfigFile, validateConfiguration } from "@binnacle/platform";
import { findPredicateFault } from "@binnacle/store";
import { Type } from "class-transformer";
import { ArrayNotEmpty, IsArray, IsIn, IsNotEmpty, IsOptional, IsString, ValidateNested } from "class-validator";

class CheckEntry implements ScorecardCheck {
  @IsString()
  @IsNotEmpty()
  name!: string;

  @IsString()
  level!: string;

  @IsOptional()
  @IsString()
  description?: string;

  @IsOptional()
  @IsString()
  hint?: string;

  @IsOptional()
  @IsString()
  below?: string;

  @IsOptional()
  @IsIn(["every", "some"])
  match?: "every" | "some";

  @IsOptional()
  @IsString()
  reading?: string;

  @IsOptional()
  @IsString()
  where?: string;

  @IsOptional()
  @IsString()
  collectedWithin?: string;

  @IsOptional()
  @IsString()
  refersTo?: string;
}

/** One scorecard: checks of Resources, by level. */
export class ScorecardEntry implements Scorecard {
  @IsString()
  @IsNotEmpty()
  name!: string;

  @IsOptional()
  @IsString()
  description?: string;

  @IsString()
  resourceType: string = "Service";

  @IsArray()
  @IsString({ each: true })
  levels: string[] = ["bronze", "silver", "gold"];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CheckEntry)
  checks!: CheckEntry[];
}

/** What the provider reads of `binnacle.yaml`; the rest of the file is for others. */
class ScorecardsConfiguration {
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => ScorecardEntry)
  scorecards!: ScorecardEntry[];
}

/**
 * Reads `scorecards` of a configuration file; `undefined` if it has none.
 * @throws ConfigurationError with a line for every fault
 */
export async function readScorecards(file: string): Promise<Scorecard[] | undefined> {
  const { scorecards } = (await readConfigFile(file)) as { scorecards?: unknown };
  if (scorecards === undefined || scorecards === null) return undefined;
  const configuration = validateConfiguration(ScorecardsConfiguration, { scorecards }, file);
  const faults = [...scorecardFaults(configuration.scorecards), ...conditionFaults(configuration.scorecards)];
  if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `${file}: scorecards${fault}`));
  // Plain data, as it is shown again.
  return JSON.parse(JSON.stringify(configuration.scorecards)) as Scorecard[];
}

function conditionFaults(scorecards: readonly Scorecard[]): string[] {
  return scorecards.flatMap(({ checks }, index) =>
    checks.flatMap(({ where }, position) => {
      const fault = where === undefined ? undefined : findPredicateFault(where);
      return fault ? [`[${index}].checks[${position}].where ${fault.detail} (at ${fault.position})`] : [];
    }),
  );
}
