import { parameterSchema, parametersOf, type RegisteredCalculation } from "@binnacle/calculation";
import { applyDecorators, Controller, Get, Req, Res, type Type } from "@nestjs/common";
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from "@nestjs/swagger";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CalculationService } from "../../calculations/calculation-service.js";
import { RequireScope } from "../access/route-access.js";
import { JsonText } from "../json-text.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { TIME } from "../openapi/schemas.js";
import { answerCalculation } from "./answer-calculation.js";

/** A route of its own for a calculation, so that the document tells its parameters and result, and metrics count it by itself. */
export function calculationController(registered: RegisteredCalculation): Type {
  const { name, description, freshFor } = registered;

  @ApiTags("Calculations")
  @Controller(`api/v1/calculations/${name}`)
  class CalculationController {
    constructor(private readonly calculations: CalculationService) {}

    @Get()
    @RequireScope("read")
    @JsonText()
    @ApiOperation({
      operationId: `calculate${pascalCase(name)}`,
      summary: `Runs ${name}`,
      description: `${description} A result may be used again for ${freshFor}.`,
    })
    @ApiParameters(registered)
    @ApiOkResponse({ description: "The result", headers: FRESHNESS_HEADERS, schema: answerSchema(registered) })
    @ApiProblems(404, 422)
    compute(
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Buffer | undefined> {
      return answerCalculation(this.calculations, name, request, reply);
    }
  }
  return CalculationController;
}

/** In place of what other answers say of how long they may be kept. */
export const FRESHNESS_HEADERS = {
  "Cache-Control": {
    description: "For how many seconds the result may be used again without asking.",
    required: true,
    schema: { type: "string", pattern: String.raw`^private, max-age=\d+$` },
    example: "private, max-age=30",
  },
} as const;

function ApiParameters({ parameters }: RegisteredCalculation): MethodDecorator {
  return applyDecorators(
    ...parametersOf(parameters).map((parameter) => {
      const { description, ...schema } = parameterSchema(parameters, parameter) as { description: string };
      return ApiQuery({ name: parameter.name, required: parameter.required ?? false, description, schema });
    }),
  );
}

function answerSchema({ name, freshFor, resultSchema }: RegisteredCalculation): object {
  return {
    type: "object",
    required: ["name", "computedOn", "freshFor", "isPartial", "result"],
    properties: {
      name: { const: name },
      computedOn: { ...TIME, description: "The time of the state of the catalog that the result is of." },
      freshFor: { const: freshFor, description: "How long it may be used again." },
      isPartial: {
        type: "boolean",
        description: "Whether limits cut what the result is made of.",
        examples: [false],
      },
      result: resultSchema,
    },
  };
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
