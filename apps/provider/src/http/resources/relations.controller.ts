import { Controller, Get, Param, Query } from "@nestjs/common";
import { ApiOperation, ApiTags } from "@nestjs/swagger";
import { ResourceLists } from "../../resources/resource-lists.js";
import { JsonText, pageText } from "../json-text.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IdPath, PageParameters } from "../parameters/page-parameters.js";
import { DescendantsParameters, ReferenceParameters } from "./resource-parameters.js";
import { RelatedResourceModel, ResourceModel, ResourceWithDepthModel } from "./resource.model.js";

@ApiTags("Resources")
@Controller("api/v1/resources/:id")
export class RelationsController {
  constructor(private readonly lists: ResourceLists) {}

  @Get("children")
  @JsonText()
  @ApiOperation({ summary: "The Resources whose parent it is, by type and name" })
  @ApiPage(ResourceModel, "A page of children")
  @ApiProblems(400, 404)
  async children(@Param() { id }: IdPath, @Query() query: PageParameters): Promise<string> {
    return pageText(await this.lists.children(id, query));
  }

  @Get("ancestors")
  @JsonText()
  @ApiOperation({ summary: "Its parent, the parent's parent and so on, without itself" })
  @ApiPage(ResourceWithDepthModel, "A page of ancestors, parent first")
  @ApiProblems(400, 404)
  async ancestors(@Param() { id }: IdPath, @Query() query: PageParameters): Promise<string> {
    return pageText(await this.lists.ancestors(id, query));
  }

  @Get("descendants")
  @JsonText()
  @ApiOperation({ summary: "Its children, their children and so on, breadth first" })
  @ApiPage(ResourceWithDepthModel, "A page of descendants")
  @ApiProblems(400, 404)
  async descendants(@Param() { id }: IdPath, @Query() query: DescendantsParameters): Promise<string> {
    return pageText(await this.lists.descendants(id, query.depth, query));
  }

  @Get("references")
  @JsonText()
  @ApiOperation({ summary: "What its snapshots refer to, by type and name" })
  @ApiPage(RelatedResourceModel, "A page of Resources that it refers to, those that do not exist included")
  @ApiProblems(400, 404)
  async references(@Param() { id }: IdPath, @Query() query: ReferenceParameters): Promise<string> {
    return pageText(await this.lists.references(id, query));
  }

  @Get("referrers")
  @JsonText()
  @ApiOperation({ summary: "The Resources whose snapshots refer to it, by type and name" })
  @ApiPage(RelatedResourceModel, "A page of Resources that refer to it")
  @ApiProblems(400, 404)
  async referrers(@Param() { id }: IdPath, @Query() query: ReferenceParameters): Promise<string> {
    return pageText(await this.lists.referrers(id, query));
  }
}
