import { Controller, Get, Param, Query } from "@nestjs/common";
import { ApiOperation, ApiTags } from "@nestjs/swagger";
import { ResourceLists } from "../../resources/resource-lists.js";
import { RequireScope } from "../access/route-access.js";
import { MarkedForChanges } from "../changes/marked-for-changes.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IdPath, PageParameters } from "../parameters/page-parameters.js";
import { DescendantsParameters, ReferenceParameters } from "./resource-parameters.js";
import { RelatedResourceModel, ResourceModel, ResourceWithDepthModel } from "./resource.model.js";

@ApiTags("Resources")
@MarkedForChanges()
@Controller("api/v1/resources/:id")
export class RelationsController {
  constructor(private readonly lists: ResourceLists) {}

  @Get("children")
  @RequireScope("read")
  @ApiOperation({ operationId: "listChildren", summary: "The Resources whose parent it is, by type and name" })
  @ApiPage(ResourceModel, "A page of children")
  @ApiProblems(400, 404)
  children(@Param() { id }: IdPath, @Query() query: PageParameters): Listing {
    return new Listing(query, (page) => this.lists.children(id, page));
  }

  @Get("ancestors")
  @RequireScope("read")
  @ApiOperation({ operationId: "listAncestors", summary: "Its parent, the parent's parent and so on, without itself" })
  @ApiPage(ResourceWithDepthModel, "A page of ancestors, parent first")
  @ApiProblems(400, 404)
  ancestors(@Param() { id }: IdPath, @Query() query: PageParameters): Listing {
    return new Listing(query, (page) => this.lists.ancestors(id, page));
  }

  @Get("descendants")
  @RequireScope("read")
  @ApiOperation({ operationId: "listDescendants", summary: "Its children, their children and so on, breadth first" })
  @ApiPage(ResourceWithDepthModel, "A page of descendants")
  @ApiProblems(400, 404)
  descendants(@Param() { id }: IdPath, @Query() query: DescendantsParameters): Listing {
    return new Listing(query, (page) => this.lists.descendants(id, query.depth, page));
  }

  @Get("references")
  @RequireScope("read")
  @ApiOperation({ operationId: "listReferences", summary: "What its snapshots refer to, by type and name" })
  @ApiPage(RelatedResourceModel, "A page of Resources that it refers to, those that do not exist included")
  @ApiProblems(400, 404)
  references(@Param() { id }: IdPath, @Query() query: ReferenceParameters): Listing {
    return new Listing(query, (page) => this.lists.references(id, { ...query, ...page }));
  }

  @Get("referrers")
  @RequireScope("read")
  @ApiOperation({
    operationId: "listReferrers",
    summary: "The Resources whose snapshots refer to it, by type and name",
  })
  @ApiPage(RelatedResourceModel, "A page of Resources that refer to it")
  @ApiProblems(400, 404)
  referrers(@Param() { id }: IdPath, @Query() query: ReferenceParameters): Listing {
    return new Listing(query, (page) => this.lists.referrers(id, { ...query, ...page }));
  }
}
