import type { Timestamp } from "@binnacle/contract";
import { Parameter } from "../../parameters/parameter.js";
import {
  BOOLEAN_RULE,
  durationRule,
  integerRule,
  NAME_RULE,
  textRule,
  TIMESTAMP_RULE,
} from "../../parameters/rules.js";

export class ServiceEventsParameters {
  @Parameter(NAME_RULE, { required: true, description: "The service, by name." })
  service!: string;

  @Parameter(NAME_RULE, { description: "Only what happened in this environment." })
  environment?: string;

  @Parameter(TIMESTAMP_RULE, {
    description: "Events at this time or after; a week before `to` without, at a whole bucket.",
  })
  from?: Timestamp;

  @Parameter(TIMESTAMP_RULE, { description: "Events before this time; now without." })
  to?: Timestamp;

  @Parameter(durationRule("PT1S", "P366D"), { description: "The length of a bucket; the first begins at `from`." })
  bucket: string = "PT1H";

  @Parameter(textRule(64, "incident"), {
    repeatable: true,
    maxItems: 20,
    description: "Only events of this kind: `deployment`, `start`, `stop`, `incident`, `health` …",
  })
  event?: string[];

  @Parameter(BOOLEAN_RULE, {
    description: "Also tells when the health of an instance changed: events of the kind `health`.",
  })
  health: boolean = true;

  @Parameter(integerRule(0, 10_000), { description: "How many events are given, the newest; the buckets count all." })
  limit: number = 500;
}
