import { Controller, Get, Param, Query, Req, Res } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CalculationService } from "../../calculations/calculation-service.js";
import { RequireScope } from "../access/route-access.js";
import { JsonText } from "../json-text.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { NoParameters } from "../parameters/page-parameters.js";
import { Parameter } from "../parameters/parameter.js";
import { answerCalculation } from "./answer-calculation.js";
import { FRESHNESS_HEADERS } from "./calculation-controller.js";
import { CALCULATION_NAME_RULE } from "./calculation-name-rule.js";
import { CalculationAnswerModel, CalculationsModel } from "./calculation.model.js";

export class CalculationPath {
  @Parameter(CALCULATION_NAME_RULE, { required: true, description: "The calculation's name." })
  name!: string;
}

@ApiTags("Calculations")
@Controller("api/v1/calculations")
export class CalculationsController {
  constructor(private readonly calculations: CalculationService) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({ operationId: "listCalculations", summary: "The calculations that there are, by name" })
  @ApiOkResponse({ type: CalculationsModel, description: "All calculations" })
  list(@Query() _none: NoParameters): CalculationsModel {
    const items = this.calculations.list().map(({ name, description, parametersSchema, resultSchema, freshFor }) => ({
      name,
      description,
      parameters: parametersSchema,
      result: resultSchema,
      freshFor,
    }));
    return { items };
  }

  // Each calculation has a route of its own, which goes first: this is the general form of them, and answers for the rest.
  @Get(":name")
  @RequireScope("read")
  @JsonText()
  @ApiOperation({
    operationId: "calculate",
    summary: "Runs a calculation",
    description:
      "Each calculation has an operation of its own, which tells its parameters and its result; so does the list of calculations, for those " +
      "that installed packages bring.",
  })
  @ApiOkResponse({ type: CalculationAnswerModel, description: "The result", headers: FRESHNESS_HEADERS })
  @ApiProblems(404, 422)
  compute(
    @Param() { name }: CalculationPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    return answerCalculation(this.calculations, name, request, reply);
  }
}
