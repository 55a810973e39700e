import { ANONYMOUS_SOURCE } from "@binnacle/contract";
import { Controller, HttpCode, Post, Query, Req, Res } from "@nestjs/common";
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from "@nestjs/swagger";
import type { FastifyReply, FastifyRequest } from "fastify";
import { authorizeRecords } from "../../intake/authorize-records.js";
import { Intake, type IntakeAnswer } from "../../intake/intake.js";
import { RecordPlanner, type PlanAnswer } from "../../intake/record-planner.js";
import { readMessageBody } from "../../intake/read-message-body.js";
import { readRecordLines } from "../../intake/read-record-lines.js";
import type { Submission } from "../../intake/submission.js";
import { InvalidParameterError } from "../../request-errors.js";
import { RequireScope } from "../access/route-access.js";
import { mediaTypeOf, NDJSON_TYPE, readBytes, readJsonText } from "../bodies/request-body.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { IntakeAnswerModel, IntakeParameters } from "./intake.model.js";
import { PlanAnswerModel } from "./plan.model.js";

@ApiTags("Intake")
@Controller("api/v1/records")
export class IntakeController {
  constructor(
    private readonly intake: Intake,
    private readonly planner: RecordPlanner,
  ) {}

  @Post()
  @RequireScope("publish", "remove")
  @HttpCode(202)
  @ApiOperation({
    operationId: "publishRecords",
    summary: "Publishes records",
    description:
      "Each record is judged by itself; those that are not acceptable are answered, the rest is published. A record of a source or a " +
      "type that the token has no scope for makes it 403, and nothing is published. An absent source is the token's own. With " +
      "`mode=plan` nothing is published: the answer is 200, and says what each record would do to the catalog as it is now, in the " +
      "order in which they stand.",
  })
  @ApiAcceptedResponse({ type: IntakeAnswerModel, description: "Published, also if all records were rejected" })
  @ApiOkResponse({ type: PlanAnswerModel, description: "What would become of the records, with `mode=plan`" })
  @ApiProblems(400, 413, 415)
  async publish(
    @Query() { source, mode }: IntakeParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IntakeAnswer | PlanAnswer> {
    const submission = authorizeRecords(request.principal, await readSubmission(request, source));
    if (mode === "publish") return this.intake.accept(submission);
    reply.status(200);
    return this.planner.plan(submission);
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
