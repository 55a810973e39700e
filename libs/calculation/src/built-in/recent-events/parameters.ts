import type { Timestamp } from "@binnacle/contract";
import { Parameter } from "../../parameters/parameter.js";
import { integerRule, NAME_RULE, textRule, TIMESTAMP_RULE } from "../../parameters/rules.js";

export class RecentEventsParameters {
  @Parameter(NAME_RULE, { description: "Only what happened to services that this Team owns, and below them." })
  owner?: string;

  @Parameter(textRule(64, "incident"), {
    repeatable: true,
    maxItems: 20,
    description: "Only events of this kind: `deployment`, `start`, `stop`, `incident` …",
  })
  event?: string[];

  @Parameter(TIMESTAMP_RULE, { description: "Events at this time or after; 30 days before `to` without." })
  from?: Timestamp;

  @Parameter(TIMESTAMP_RULE, { description: "Events before this time; now without." })
  to?: Timestamp;

  @Parameter(integerRule(1, 1_000), { description: "How many events, the newest." })
  limit: number = 20;
}
