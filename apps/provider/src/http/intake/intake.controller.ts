import { ANONYMOUS_SOURCE } from "@binnacle/contract";
import { Controller, HttpCode, Post, Query, Req } from "@nestjs/common";
import { ApiAcceptedResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyRequest } from "fastify";
import { authorizeRecords } from "../../intake/authorize-records.js";
import { Intake, type IntakeAnswer } from "../../intake/intake.js";
import { readMessageBody } from "../../intake/read-message-body.js";
import { readRecordLines } from "../../intake/read-record-lines.js";
import type { Submission } from "../../intake/submission.js";
import { InvalidParameterError } from "../../request-errors.js";
import { RequireScope } from "../access/route-access.js";
import { mediaTypeOf, NDJSON_TYPE, readBytes, readJsonText } from "../bodies/request-body.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IntakeAnswerModel, IntakeParameters } from "./intake.model.js";

@ApiTags("Intake")
@Controller("api/v1/records")
export class IntakeController {
  constructor(private readonly intake: Intake) {}

  @Post()
  @RequireScope("publish", "remove")
  @HttpCode(202)
  @ApiOperation({
    operationId: "publishRecords",
    summary: "Publishes records",
    description:
      "Each record is judged by itself; those that are not acceptable are answered, the rest is published. A record of a source or a " +
      "type that the token has no scope for makes it 403, and nothing is published. An absent source is the token's own.",
  })
  @ApiAcceptedResponse({ type: IntakeAnswerModel, description: "Published, also if all records were rejected" })
  @ApiProblems(400, 413, 415)
  async publish(@Query() { source }: IntakeParameters, @Req() request: FastifyRequest): Promise<IntakeAnswer> {
    return this.intake.accept(authorizeRecords(request.principal, await readSubmission(request, source)));
  }
}

async function readSubmission(request: FastifyRequest, source: string | undefined): Promise<Submission> {
  if (mediaTypeOf(request) === NDJSON_TYPE) {
    return readRecordLines(await readBytes(request), source ?? ANONYMOUS_SOURCE);
  }
  const text = await readJsonText(request);
  if (source !== undefined) {
    throw new InvalidParameterError([{ path: "source", detail: `is for ${NDJSON_TYPE} only` }]);
  }
  return readMessageBody(text);
}
