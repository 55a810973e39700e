import { Controller, Get, Query, Req } from "@nestjs/common";
import { ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyRequest } from "fastify";
import { DeclaredFields } from "../../readings/declared-fields.js";
import { ReadingSearch } from "../../readings/reading-search.js";
import { RequireScope } from "../access/route-access.js";
import { MarkedForChanges } from "../changes/marked-for-changes.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { FindReadingsParameters } from "./reading-parameters.js";
import { ReadingModel } from "./reading.model.js";

@ApiTags("Readings")
@MarkedForChanges()
@Controller("api/v1/readings")
export class FindReadingsController {
  constructor(
    private readonly search: ReadingSearch,
    private readonly fields: DeclaredFields,
  ) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({
    operationId: "findReadings",
    summary: "Finds snapshots across Resources, by Resource and type unless `sort` says otherwise",
  })
  @ApiPage(ReadingModel, "A page of snapshots")
  @ApiProblems(400, 422)
  find(@Query() query: FindReadingsParameters, @Req() { principal }: FastifyRequest): Listing {
    const filter = query.filter(this.fields);
    const sort = query.sort === undefined ? undefined : this.fields.get(query.sort, "sort");
    let hasBegun = false;
    return new Listing(query, (page) => {
      const waits = hasBegun;
      hasBegun = true;
      return this.search.find({ filter, sort, principal: principal.name, waits }, page);
    });
  }
}
