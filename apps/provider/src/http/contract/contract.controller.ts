import { messageSchema, NAMING_TEMPLATES } from "@binnacle/contract";
import { Controller, Get, Query } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { NoParameters } from "../parameters/page-parameters.js";
import { NamingModel } from "./naming.model.js";

@ApiTags("Contract")
@Controller("api/v1")
export class ContractController {
  @Get("naming")
  @ApiOperation({ summary: "How Resources of the well-known types are named" })
  @ApiOkResponse({ type: NamingModel })
  naming(@Query() _none: NoParameters): NamingModel {
    return { items: [...NAMING_TEMPLATES] };
  }

  @Get("contract")
  @ApiOperation({ summary: "JSON Schema (draft 2020-12) of a message" })
  @ApiOkResponse({ description: "A JSON Schema", schema: { type: "object", additionalProperties: true } })
  contract(@Query() _none: NoParameters): object {
    return messageSchema();
  }
}
