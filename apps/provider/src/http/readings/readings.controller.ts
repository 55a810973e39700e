import { Controller, Get, Param, Query } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { ReadingCatalog } from "../../readings/reading-catalog.js";
import { RequireScope } from "../access/route-access.js";
import { MarkedForChanges } from "../changes/marked-for-changes.js";
import { JsonText } from "../json-text.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IdPath, NoParameters, PageParameters, ReadingPath } from "../parameters/page-parameters.js";
import { ReadingModel } from "./reading.model.js";
import { SeriesParameters } from "./reading-parameters.js";

@ApiTags("Readings")
@MarkedForChanges()
@Controller("api/v1/resources/:id/readings")
export class ReadingsController {
  constructor(private readonly readings: ReadingCatalog) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({
    operationId: "listReadings",
    summary: "A Resource's snapshots by type, and of what types it has time series",
  })
  @ApiPage(ReadingModel, "A page of snapshots", {
    seriesTypes: {
      type: "array",
      items: { type: "string" },
      description: "On every page.",
      examples: [["HealthCheckSample"]],
    },
  })
  @ApiProblems(400, 404)
  list(@Param() { id }: IdPath, @Query() query: PageParameters): Listing {
    return new Listing(query, (page) => this.readings.snapshots(id, page));
  }

  @Get(":type")
  @RequireScope("read")
  @JsonText()
  @ApiOperation({ operationId: "getReading", summary: "The snapshot of a type, else the newest of the series" })
  @ApiOkResponse({ type: ReadingModel, description: "The Reading" })
  @ApiProblems(400, 404)
  newest(@Param() { id, type }: ReadingPath, @Query() _none: NoParameters): Promise<string> {
    return this.readings.newest(id, type);
  }

  @Get(":type/series")
  @RequireScope("read")
  @ApiOperation({ operationId: "listSeries", summary: "A time series" })
  @ApiPage(ReadingModel, "A page of the series")
  @ApiProblems(400, 404)
  series(@Param() { id, type }: ReadingPath, @Query() query: SeriesParameters): Listing {
    const { from, to, order } = query;
    return new Listing(query, (page) => this.readings.series(id, type, { from, to, order }, page));
  }
}
