import { resourceId } from "@binnacle/contract";
import { Controller, Get, HttpCode, Param, Post, Query, Req } from "@nestjs/common";
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyRequest } from "fastify";
import { DeclaredFields } from "../../readings/declared-fields.js";
import { InvalidBodyError } from "../../request-errors.js";
import { ResourceLists } from "../../resources/resource-lists.js";
import { ResourceLookup } from "../../resources/resource-lookup.js";
import { RequireScope } from "../access/route-access.js";
import { readJsonText } from "../bodies/request-body.js";
import { readJsonBody } from "../bodies/read-json-body.js";
import { MarkedForChanges } from "../changes/marked-for-changes.js";
import { JsonText } from "../json-text.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IdPath, NoParameters, ReadingsParameters } from "../parameters/page-parameters.js";
import { holdsIdsOnly, QueryResourcesBody } from "./query-resources.body.js";
import { ByNameParameters, ListResourcesParameters } from "./resource-parameters.js";
import { ResourceModel, ResourceQueryAnswer } from "./resource.model.js";

const MAX_QUERIED = 1000;

@ApiTags("Resources")
@MarkedForChanges()
@Controller("api/v1/resources")
export class ResourcesController {
  constructor(
    private readonly lists: ResourceLists,
    private readonly lookup: ResourceLookup,
    private readonly fields: DeclaredFields,
  ) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({ operationId: "listResources", summary: "Lists Resources by type and name, in UTF-8 byte order" })
  @ApiPage(ResourceModel, "A page of Resources", {
    total: {
      oneOf: [{ type: "integer" }, { type: "string", const: "10000+" }],
      description: "With `count=true`: how many there are over all pages, exact to 10,000.",
    },
  })
  @ApiProblems(400)
  list(@Query() query: ListResourcesParameters): Listing {
    const filter = query.filter(this.fields);
    return new Listing(
      query,
      (page) => this.lists.find(filter, { ...page, readings: query.readings }),
      async () => (query.count ? { total: await this.lists.count(filter) } : {}),
    );
  }

  @Get("by-name")
  @RequireScope("read")
  @JsonText()
  @ApiOperation({ operationId: "getResourceByName", summary: "Finds a Resource by type and name" })
  @ApiOkResponse({ type: ResourceModel, description: "The Resource" })
  @ApiProblems(400, 404)
  byName(@Query() query: ByNameParameters): Promise<string> {
    return this.lookup.byName(query, query.readings);
  }

  @Post("query")
  @RequireScope("read")
  @HttpCode(200)
  @JsonText()
  @ApiOperation({ operationId: "queryResources", summary: "Finds up to 1,000 Resources at once" })
  @ApiBody({ type: QueryResourcesBody })
  @ApiOkResponse({ type: ResourceQueryAnswer, description: "The Resources" })
  @ApiProblems(400, 413, 415)
  async query(@Query() _none: NoParameters, @Req() request: FastifyRequest): Promise<string> {
    const { readings, ...asked } = readJsonBody(QueryResourcesBody, await readJsonText(request), holdsIdsOnly);
    // `null` is let through as absent, and is none of what a default stands in for.
    const ids = asked.ids ?? [];
    const names = asked.names ?? [];
    if (ids.length + names.length > MAX_QUERIED) {
      throw new InvalidBodyError([{ path: "", detail: `must hold at most ${MAX_QUERIED} ids and names in all` }]);
    }
    const wanted = [...ids.map((id) => id.toLowerCase()), ...names.map(({ type, name }) => resourceId(type, name))];
    const items = await this.lookup.many(wanted, readings);
    return `{"items":[${items.join(",")}]}`;
  }

  @Get(":id")
  @RequireScope("read")
  @JsonText()
  @ApiOperation({ operationId: "getResource", summary: "One Resource" })
  @ApiOkResponse({ type: ResourceModel, description: "The Resource" })
  @ApiProblems(400, 404)
  byId(@Param() { id }: IdPath, @Query() query: ReadingsParameters): Promise<string> {
    return this.lookup.byId(id, query.readings);
  }
}
