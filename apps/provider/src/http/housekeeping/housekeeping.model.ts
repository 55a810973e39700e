import { PLAN_STATUSES, type PlanStatus } from "@binnacle/store";
import { ApiProperty } from "@nestjs/swagger";
import { Nullable, TIME } from "../openapi/schemas.js";

const PLAN_ID = "8d3f0a54-6f8e-4c0c-9a3e-4a4b2f7f6a01";
const RUN_ID = "1c7b2a90-5c1e-4c6f-8d51-7a0f3c9e2b02";
const RULE = { description: "The rule's name.", examples: ["instances-without-health"] };
const RESOURCE_TYPE = { description: "What the rule looked at.", examples: ["ServiceInstance"] };
const REASON = "created more than 2h ago, and no HealthCheck for 1h";
const HORIZON = { ...TIME, description: "What was due by then: nothing newer had come through the queue for certain." };

export class PlanCountModel {
  @ApiProperty({ examples: ["ServiceInstance"] })
  type!: string;

  @ApiProperty({ type: "integer", description: "How many would go.", examples: [40] })
  count!: number;

  @ApiProperty({ type: "integer", description: "Of how many that were present.", examples: [120] })
  total!: number;
}

export class PlanExampleModel {
  @ApiProperty({ examples: ["ServiceInstance"] })
  type!: string;

  @ApiProperty({ examples: ["orders/production/orders-7d9f-x2x"] })
  name!: string;

  @ApiProperty({ examples: ["nothing since 2026-03-01T09:30:00.125000Z of HealthCheck"] })
  reason!: string;
}

export class PlanModel {
  @ApiProperty({ format: "uuid", examples: [PLAN_ID] })
  id!: string;

  @ApiProperty(RULE)
  rule!: string;

  @ApiProperty(RESOURCE_TYPE)
  resourceType!: string;

  @ApiProperty({
    description: "Why these would go, and why they are held.",
    examples: [`${REASON}; held since it would remove 40 of 120 ServiceInstance, more than 20 %`],
  })
  reason!: string;

  @ApiProperty({ ...HORIZON, description: `${HORIZON.description} Approval and rejection speak of that.` })
  horizon!: string;

  @ApiProperty({ type: [PlanCountModel], description: "By type; with children there may be several." })
  counts!: PlanCountModel[];

  @ApiProperty({ type: [PlanExampleModel], description: "The first ten." })
  examples!: PlanExampleModel[];

  @ApiProperty({
    type: "string",
    enum: PLAN_STATUSES,
    description: "An approved one is executed within moments; one that is not needed any more lapses.",
    examples: ["held"],
  })
  status!: PlanStatus;

  @ApiProperty(TIME)
  plannedOn!: string;

  @Nullable({ ...TIME, description: "When it was approved or rejected." })
  decidedOn!: string | null;

  @Nullable({ type: "string", description: "By whom.", examples: ["platform-team", null] })
  decidedBy!: string | null;
}

const RUN_STATUSES = ["running", "done", "undoing", "undone"];

export class RunModel {
  @ApiProperty({ format: "uuid", examples: [RUN_ID] })
  id!: string;

  @ApiProperty(RULE)
  rule!: string;

  @ApiProperty(RESOURCE_TYPE)
  resourceType!: string;

  @ApiProperty({ examples: [REASON] })
  reason!: string;

  @ApiProperty(HORIZON)
  horizon!: string;

  @ApiProperty({
    ...TIME,
    description: "The newest record time that was seen: anything newer brings its Resource back.",
  })
  seenOn!: string;

  @ApiProperty({ type: "integer", description: "How many Resources it removed.", examples: [7] })
  removed!: number;

  @Nullable({ type: "string", format: "uuid", description: "The plan that it executed.", examples: [null, PLAN_ID] })
  planId!: string | null;

  @ApiProperty({ type: "string", enum: RUN_STATUSES, examples: ["done"] })
  status!: string;

  @ApiProperty(TIME)
  startedOn!: string;

  @Nullable({ ...TIME, description: "`null` while it goes on." })
  endedOn!: string | null;

  @ApiProperty({ ...TIME, description: "Until then it can be undone." })
  undoableUntil!: string;

  @Nullable({ ...TIME, description: "When somebody asked for it to be undone." })
  undoRequestedOn!: string | null;

  @Nullable({ type: "string", description: "Who did.", examples: [null, "platform-team"] })
  undoRequestedBy!: string | null;

  @Nullable({ ...TIME, description: "When all that it removed was there again." })
  undoneOn!: string | null;
}
