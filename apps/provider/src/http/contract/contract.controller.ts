import { messageSchema, NAMING_TEMPLATES } from "@binnacle/contract";
import { Controller, Get, Query } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { RequireScope } from "../access/route-access.js";
import { NoParameters } from "../parameters/page-parameters.js";
import { NamingModel } from "./naming.model.js";

@ApiTags("Contract")
@Controller("api/v1")
export class ContractController {
  @Get("naming")
  @RequireScope("read", "publish", "remove")
  @ApiOperation({ operationId: "getNaming", summary: "How Resources of the well-known types are named" })
  @ApiOkResponse({ type: NamingModel, description: "The templates" })
  naming(@Query() _none: NoParameters): NamingModel {
    return { items: [...NAMING_TEMPLATES] };
  }

  @Get("contract")
  @RequireScope("read", "publish", "remove")
  @ApiOperation({ operationId: "getContract", summary: "JSON Schema (draft 2020-12) of a message" })
  @ApiOkResponse({
    description: "A JSON Schema",
    schema: {
      type: "object",
      additionalProperties: true,
      examples: [{ $schema: "https://json-schema.org/draft/2020-12/schema", title: "Binnacle message, v1" }],
    },
  })
  contract(@Query() _none: NoParameters): object {
    return messageSchema();
  }
}
