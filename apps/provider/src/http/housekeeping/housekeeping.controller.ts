import { NotFoundError } from "@binnacle/errors";
import {
  PLAN_STATUSES,
  requestUndo,
  settlePlan,
  type Database,
  type HousekeepingPlan,
  type HousekeepingRun,
  type PlanStatus,
} from "@binnacle/store";
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from "@nestjs/common";
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyRequest } from "fastify";
import { readPlans, readRuns } from "../../housekeeping/housekeeping-lists.js";
import { DATABASE } from "../../tokens.js";
import { RequireScope } from "../access/route-access.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { NoParameters, PageParameters } from "../parameters/page-parameters.js";
import { Parameter } from "../parameters/parameter.js";
import { choiceRule, UUID_RULE } from "../parameters/rules.js";
import { PlanModel, RunModel } from "./housekeeping.model.js";

class PlanParameters extends PageParameters {
  @Parameter(choiceRule(PLAN_STATUSES), { description: "Only plans of this status." })
  status?: PlanStatus;
}

class PlanPath {
  @Parameter(UUID_RULE, { required: true, description: "The plan's id." })
  id!: string;
}

class RunPath {
  @Parameter(UUID_RULE, { required: true, description: "The run's id." })
  id!: string;
}

@ApiTags("Housekeeping")
@Controller("api/v1/housekeeping")
export class HousekeepingController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get("plans")
  @RequireScope("read")
  @ApiOperation({
    operationId: "listPlans",
    summary: "What housekeeping would remove and may not without approval, newest first",
  })
  @ApiPage(PlanModel, "A page of plans")
  @ApiProblems(400)
  plans(@Query() query: PlanParameters): Listing {
    return new Listing(query, (page) => readPlans(this.database, query.status, page));
  }

  @Post("plans/:id/approve")
  @RequireScope("admin")
  @HttpCode(202)
  @ApiOperation({
    operationId: "approvePlan",
    summary: "Approves a plan that is held",
    description: "What was due by its horizon and still is goes within moments. What was said of since stays.",
  })
  @ApiAcceptedResponse({ type: PlanModel, description: "Approved" })
  @ApiProblems(400, 404)
  approve(
    @Param() { id }: PlanPath,
    @Query() _none: NoParameters,
    @Req() { principal }: FastifyRequest,
  ): Promise<HousekeepingPlan> {
    return this.settle(id, "approved", principal.name);
  }

  @Post("plans/:id/reject")
  @RequireScope("admin")
  @HttpCode(200)
  @ApiOperation({
    operationId: "rejectPlan",
    summary: "Rejects a plan that is held",
    description: "What was due by its horizon stays, until something new was said of it and it is due again.",
  })
  @ApiOkResponse({ type: PlanModel, description: "Rejected" })
  @ApiProblems(400, 404)
  reject(
    @Param() { id }: PlanPath,
    @Query() _none: NoParameters,
    @Req() { principal }: FastifyRequest,
  ): Promise<HousekeepingPlan> {
    return this.settle(id, "rejected", principal.name);
  }

  @Get("runs")
  @RequireScope("read")
  @ApiOperation({ operationId: "listRuns", summary: "What housekeeping has removed, newest first" })
  @ApiPage(RunModel, "A page of runs")
  @ApiProblems(400)
  runs(@Query() query: PageParameters): Listing {
    return new Listing(query, (page) => readRuns(this.database, page));
  }

  @Post("runs/:id/undo")
  @RequireScope("admin")
  @HttpCode(202)
  @ApiOperation({
    operationId: "undoRun",
    summary: "Takes back what a run removed",
    description:
      "All of it is there again within moments, exactly as it was, and stays until something new was said of it.",
  })
  @ApiAcceptedResponse({ type: RunModel, description: "Asked for" })
  @ApiProblems(400, 404)
  async undo(
    @Param() { id }: RunPath,
    @Query() _none: NoParameters,
    @Req() { principal }: FastifyRequest,
  ): Promise<HousekeepingRun> {
    const run = await requestUndo(this.database, id, principal.name);
    if (!run) throw new NotFoundError(`There is no run ${id} that can be undone`);
    return run;
  }

  private async settle(id: string, status: "approved" | "rejected", principal: string): Promise<HousekeepingPlan> {
    const plan = await settlePlan(this.database, id, status, principal);
    if (!plan) throw new NotFoundError(`There is no plan ${id} that is held`);
    return plan;
  }
}
