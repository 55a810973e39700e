import type { Database } from "@binnacle/store";
import { Controller, Get, Inject, Query } from "@nestjs/common";
import { ApiOperation, ApiTags } from "@nestjs/swagger";
import { readAudit } from "../../audit/audit-list.js";
import { DATABASE } from "../../tokens.js";
import { RequireScope } from "../access/route-access.js";
import { Listing } from "../listing/listing.js";
import { ApiPage } from "../openapi/api-page.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { PageParameters } from "../parameters/page-parameters.js";
import { AuditEntryModel } from "./audit.model.js";

@ApiTags("Audit")
@Controller("api/v1/audit")
export class AuditController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @RequireScope("admin")
  @ApiOperation({
    operationId: "listAudit",
    summary: "What was changed through the API, newest first",
    description: "Records that were published are no changes of this kind: `GET /sources` tells of those.",
  })
  @ApiPage(AuditEntryModel, "A page of changes")
  @ApiProblems(400)
  list(@Query() query: PageParameters): Listing {
    return new Listing(query, (page) => readAudit(this.database, page));
  }
}
