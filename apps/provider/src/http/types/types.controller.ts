import { summarizeReadingTypes, summarizeResourceTypes, type Database } from "@binnacle/store";
import { Controller, Get, Inject, Query } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { DATABASE } from "../../tokens.js";
import { RequireScope } from "../access/route-access.js";
import { NoParameters } from "../parameters/page-parameters.js";
import { TypesModel } from "./type-summary.model.js";

@ApiTags("Types")
@Controller("api/v1/types")
export class TypesController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({ operationId: "getTypes", summary: "The types of Resources and Readings that there are, with counts" })
  @ApiOkResponse({ type: TypesModel, description: "The types" })
  async summarize(@Query() _none: NoParameters): Promise<TypesModel> {
    const [resourceTypes, readingTypes] = await Promise.all([
      summarizeResourceTypes(this.database),
      summarizeReadingTypes(this.database),
    ]);
    return { resourceTypes, readingTypes };
  }
}
