import type { Database } from "@binnacle/store";
import { Controller, Get, Inject, Query } from "@nestjs/common";
import { ApiOperation, ApiTags } from "@nestjs/swagger";
import { readSources } from "../../sources/source-list.js";
import { DATABASE } from "../../tokens.js";
import { RequireScope } from "../access/route-access.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { PageParameters } from "../parameters/page-parameters.js";
import { SourceSummaryModel } from "./source-summary.model.js";

@ApiTags("Sources")
@Controller("api/v1/sources")
export class SourcesController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({ operationId: "listSources", summary: "Who publishes, by name" })
  @ApiPage(SourceSummaryModel, "A page of sources")
  @ApiProblems(400)
  list(@Query() query: PageParameters): Listing {
    return new Listing(query, (page) => readSources(this.database, page));
  }
}
