import { NotFoundError } from "@binnacle/errors";
import { deleteRejection, type Database } from "@binnacle/store";
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from "@nestjs/common";
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyRequest } from "fastify";
import { readRejections } from "../../rejections/rejection-list.js";
import { RejectionRedrive } from "../../rejections/rejection-redrive.js";
import { DATABASE } from "../../tokens.js";
import { RequireScope } from "../access/route-access.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { NoParameters, PageParameters } from "../parameters/page-parameters.js";
import { Parameter } from "../parameters/parameter.js";
import { UUID_RULE } from "../parameters/rules.js";
import { RedriveModel, RejectionModel } from "./rejection.model.js";

export class RejectionPath {
  @Parameter(UUID_RULE, { required: true, description: "The rejection's id." })
  id!: string;
}

@ApiTags("Rejections")
@Controller("api/v1/rejections")
export class RejectionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly redriving: RejectionRedrive,
  ) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({
    operationId: "listRejections",
    summary: "Records that could not be accepted, newest first by when they first came",
  })
  @ApiPage(RejectionModel, "A page of rejections")
  @ApiProblems(400)
  list(@Query() query: PageParameters): Listing {
    return new Listing(query, (page) => readRejections(this.database, page));
  }

  @Post(":id/redrive")
  @RequireScope("admin")
  @HttpCode(202)
  @ApiOperation({
    operationId: "redriveRejection",
    summary: "Publishes a rejected record again",
    description:
      "With its original time. The rejection goes when the record is stored; refused again, it stays and its count rises.",
  })
  @ApiAcceptedResponse({ type: RedriveModel, description: "Published" })
  @ApiProblems(400, 404, 413)
  async redrive(
    @Param() { id }: RejectionPath,
    @Query() _none: NoParameters,
    @Req() { principal }: FastifyRequest,
  ): Promise<RedriveModel> {
    await this.redriving.redrive(id, principal.name);
    return { id };
  }

  @Delete(":id")
  @RequireScope("admin")
  @HttpCode(204)
  @ApiOperation({ operationId: "deleteRejection", summary: "Deletes a rejection that has been looked at" })
  @ApiNoContentResponse({ description: "Deleted" })
  @ApiProblems(400, 404)
  async delete(
    @Param() { id }: RejectionPath,
    @Query() _none: NoParameters,
    @Req() { principal }: FastifyRequest,
  ): Promise<void> {
    const isDeleted = await deleteRejection(this.database, id, principal.name);
    if (!isDeleted) throw new NotFoundError(`There is no rejection ${id}`);
  }
}
