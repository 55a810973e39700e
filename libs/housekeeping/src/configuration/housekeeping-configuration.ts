import "reflect-metadata";
import { Type } from "class-transformer";
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsInt,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { IsCatalogType, IsDuration, IsSchedule } from "./decorators.js";

const MAX_RULES = 200;
const RULE_NAME = /^(?!(?:leases|sweeps|orphans|undeclared)$)[a-z][a-z0-9-]{0,63}$/;
const RULE_NAME_MESSAGE =
  "$property must be 1 to 64 of a-z 0-9 -, a letter first, and none of leases, sweeps, orphans, undeclared";

/** How much of a type one run may remove without approval. */
export class GuardConfiguration {
  /** Of all that are present of the type. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(1)
  share?: number;

  /** So many of the type. */
  @IsOptional()
  @IsInt()
  @Min(0)
  count?: number;

  /** So many may always go, whatever share they are. */
  @IsOptional()
  @IsInt()
  @Min(0)
  upTo?: number;
}

class Guarded {
  @IsOptional()
  @ValidateNested()
  @Type(() => GuardConfiguration)
  guard?: GuardConfiguration;
}

/** What executes by itself. */
export class DefaultRuleConfiguration extends Guarded {
  @IsBoolean()
  enabled: boolean = true;
}

/** That nothing of these types has been read for so long. */
export class SilenceConfiguration {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsCatalogType({ each: true })
  types!: string[];

  @IsDuration()
  for!: string;
}

/** Removes Resources of a type that are not new and of which nothing has been read for a while. */
export class RemovalRuleConfiguration extends Guarded {
  @Matches(RULE_NAME, { message: RULE_NAME_MESSAGE })
  name!: string;

  @IsCatalogType()
  type!: string;

  @IsDuration()
  createdBefore!: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => SilenceConfiguration)
  withoutReading!: SilenceConfiguration;

  /** Removes what is below them, too. */
  @IsBoolean()
  children: boolean = false;
}

/** Removes what is left over, once nothing has been said of it for so long. */
export class LeftoverConfiguration extends Guarded {
  @IsDuration()
  after!: string;

  /** Of these types only. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @IsCatalogType({ each: true })
  types?: string[];
}

/** Keeps of what is older one value for each stretch of time. */
export class ThinOutConfiguration {
  @IsDuration()
  after!: string;

  @IsDuration()
  onePer!: string;
}

/** How long the series of a reading type are kept. */
export class SeriesConfiguration {
  @IsCatalogType()
  type!: string;

  @IsOptional()
  @IsDuration()
  keepFor?: string;

  /** Of each Resource the newest so many are kept, however old. */
  @IsOptional()
  @IsInt()
  @Min(1)
  keepLast?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => ThinOutConfiguration)
  thinOut?: ThinOutConfiguration;
}

/** How long bookkeeping is kept. */
export class KeepConfiguration {
  /** No longer than tombstones: what is redriven later would bring back what was removed since. */
  @IsDuration()
  rejections: string = "365d";

  /** What the change feed can go back to. */
  @IsDuration()
  changes: string = "24h";

  /** Sweeps that were executed. */
  @IsDuration()
  sweeps: string = "7d";

  /** Runs of rules, and what they decided. */
  @IsDuration()
  runs: string = "90d";

  /** What is remembered of Resources that were removed. */
  @IsDuration()
  tombstones: string = "400d";

  /** What people did by the API. */
  @IsDuration()
  audit: string = "400d";
}

/** How the housekeeper makes sure that the pipeline delivers before it removes anything for silence. */
export class ProbeConfiguration {
  @IsDuration()
  every: string = "1m";

  /** How far the queue may deliver out of order. */
  @IsDuration({ orZero: true })
  margin: string = "15m";
}

/** `housekeeping` in `binnacle.yaml`. */
export class HousekeepingConfiguration {
  /** When rules are looked at. */
  @IsSchedule()
  schedule: string = "every 5m";

  /** When series, rows of bookkeeping and what was removed for good are erased. */
  @IsSchedule()
  erasure: string = "every 1h";

  /** How long a decision can be taken back. */
  @IsDuration()
  undoFor: string = "24h";

  /** The share of the time that it works while there is much to do; the rest belongs to ingest and reads. */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0.01)
  @Max(1)
  load: number = 0.1;

  @ValidateNested()
  @Type(() => ProbeConfiguration)
  probe: ProbeConfiguration = new ProbeConfiguration();

  @ValidateNested()
  @Type(() => GuardConfiguration)
  guard: GuardConfiguration = new GuardConfiguration();

  @ValidateNested()
  @Type(() => DefaultRuleConfiguration)
  leases: DefaultRuleConfiguration = new DefaultRuleConfiguration();

  @ValidateNested()
  @Type(() => DefaultRuleConfiguration)
  sweeps: DefaultRuleConfiguration = new DefaultRuleConfiguration();

  @IsArray()
  @ArrayMaxSize(MAX_RULES)
  @ArrayUnique(nameOf, { message: "$property must not give the same name twice" })
  @ValidateNested({ each: true })
  @Type(() => RemovalRuleConfiguration)
  rules: RemovalRuleConfiguration[] = [];

  @IsOptional()
  @ValidateNested()
  @Type(() => LeftoverConfiguration)
  orphans?: LeftoverConfiguration;

  @IsOptional()
  @ValidateNested()
  @Type(() => LeftoverConfiguration)
  undeclared?: LeftoverConfiguration;

  @IsArray()
  @ArrayMaxSize(MAX_RULES)
  @ArrayUnique(typeOf, { message: "$property must not name the same type twice" })
  @ValidateNested({ each: true })
  @Type(() => SeriesConfiguration)
  series: SeriesConfiguration[] = [];

  @ValidateNested()
  @Type(() => KeepConfiguration)
  keep: KeepConfiguration = new KeepConfiguration();
}

/** What the housekeeper reads of the file; the rest is for others. */
export class HousekeepingSection {
  @ValidateNested()
  @Type(() => HousekeepingConfiguration)
  housekeeping: HousekeepingConfiguration = new HousekeepingConfiguration();
}

/** Both are also called for entries that are none, which have their own fault. */
function nameOf(rule: RemovalRuleConfiguration | null | undefined): unknown {
  return rule?.name;
}

function typeOf(series: SeriesConfiguration | null | undefined): unknown {
  return series?.type;
}
