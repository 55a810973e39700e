import { NotFoundError } from "@binnacle/errors";
import { deleteRejection, type Database } from "@binnacle/store";
import { Controller, Delete, Get, HttpCode, Inject, Param, Query } from "@nestjs/common";
import { ApiNoContentResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { readRejections } from "../../rejections/rejection-list.js";
import { DATABASE } from "../../tokens.js";
import { JsonText, pageText } from "../json-text.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { NoParameters, PageParameters } from "../parameters/page-parameters.js";
import { Parameter } from "../parameters/parameter.js";
import { UUID_RULE } from "../parameters/rules.js";
import { RejectionModel } from "./rejection.model.js";

export class RejectionPath {
  @Parameter(UUID_RULE, { required: true, description: "The rejection's id." })
  id!: string;
}

@ApiTags("Rejections")
@Controller("api/v1/rejections")
export class RejectionsController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @JsonText()
  @ApiOperation({ summary: "Records that could not be accepted, newest first by when they first came" })
  @ApiPage(RejectionModel, "A page of rejections")
  @ApiProblems(400)
  async list(@Query() query: PageParameters): Promise<string> {
    return pageText(await readRejections(this.database, query));
  }

  @Delete(":id")
  @HttpCode(204)
  @ApiOperation({ summary: "Deletes a rejection that has been looked at" })
  @ApiNoContentResponse({ description: "Deleted" })
  @ApiProblems(400, 404)
  async delete(@Param() { id }: RejectionPath, @Query() _none: NoParameters): Promise<void> {
    if (!(await deleteRejection(this.database, id))) throw new NotFoundError(`There is no rejection ${id}`);
  }
}
