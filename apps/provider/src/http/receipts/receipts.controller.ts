import { Controller, Get, Param, Query } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import { Receipts, type Receipt } from "../../receipts/receipts.js";
import { RequireScope } from "../access/route-access.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { NoParameters } from "../parameters/page-parameters.js";
import { ReceiptModel, ReceiptPath } from "./receipt.model.js";

@ApiTags("Intake")
@Controller("api/v1/receipts")
export class ReceiptsController {
  constructor(private readonly receipts: Receipts) {}

  @Get(":id")
  @RequireScope("read", "publish", "remove")
  @ApiOperation({
    operationId: "getReceipt",
    summary: "What became of the records of a request",
    description:
      "Lists the records that the intake accepted, by their index in the request; `pending` until a sink has dealt with them. What was " +
      "done with a record first stands, however often it is delivered. Kept for 7 days. Whoever has the id may ask.",
  })
  @ApiOkResponse({ type: ReceiptModel, description: "What is known by now" })
  @ApiProblems(400, 404)
  read(@Param() { id }: ReceiptPath, @Query() _none: NoParameters): Promise<Receipt> {
    return this.receipts.read(id);
  }
}
