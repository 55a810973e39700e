import { Controller, Get, Param, Query } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { ReadingCatalog } from "../../readings/reading-catalog.js";
import { JsonText, pageText } from "../json-text.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IdPath, NoParameters, PageParameters, ReadingPath } from "../parameters/page-parameters.js";
import { ReadingModel } from "./reading.model.js";
import { SeriesParameters } from "./reading-parameters.js";

@ApiTags("Readings")
@Controller("api/v1/resources/:id/readings")
export class ReadingsController {
  constructor(private readonly readings: ReadingCatalog) {}

  @Get()
  @JsonText()
  @ApiOperation({ summary: "A Resource's snapshots by type, and of what types it has time series" })
  @ApiPage(ReadingModel, "A page of snapshots", {
    seriesTypes: { type: "array", items: { type: "string" }, description: "On every page." },
  })
  @ApiProblems(400, 404)
  async list(@Param() { id }: IdPath, @Query() query: PageParameters): Promise<string> {
    const { seriesTypes, ...page } = await this.readings.snapshots(id, query);
    return pageText(page, { seriesTypes });
  }

  @Get(":type")
  @JsonText()
  @ApiOperation({ summary: "The snapshot of a type, else the newest of the series" })
  @ApiOkResponse({ type: ReadingModel })
  @ApiProblems(400, 404)
  newest(@Param() { id, type }: ReadingPath, @Query() _none: NoParameters): Promise<string> {
    return this.readings.newest(id, type);
  }

  @Get(":type/series")
  @JsonText()
  @ApiOperation({ summary: "A time series" })
  @ApiPage(ReadingModel, "A page of the series")
  @ApiProblems(400, 404)
  async series(@Param() { id, type }: ReadingPath, @Query() query: SeriesParameters): Promise<string> {
    const { from, to, order } = query;
    return pageText(await this.readings.series(id, type, { from, to, order }, query));
  }
}
