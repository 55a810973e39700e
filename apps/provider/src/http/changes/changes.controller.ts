import { Controller, Get, Query, Req, Res } from "@nestjs/common";
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from "@nestjs/swagger";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ChangeFeed } from "../../changes/change-feed.js";
import { RequireScope } from "../access/route-access.js";
import { ApiProblems } from "../openapi/api-problems.js";
import { ChangeModel } from "./change.model.js";
import { ChangeParameters } from "./change-parameters.js";
import { CHANGE_ID_ANSWERED, CHANGE_ID_HEADER } from "./marked-for-changes.js";

const EVENT_STREAM = "text/event-stream";
const STREAM_HEADERS = {
  "content-type": EVENT_STREAM,
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  // The socket serves nothing else afterwards, so that the end of the stream is the end of it.
  connection: "close",
};
const EXAMPLE = `id: 8113-0-1767225600000000
event: change
data: {"resourceId":"0b6f1d7f-6f1d-5d0a-9a55-0c1f1b6c2a11","resourceType":"Service","change":"changed","readingTypes":["ServiceOwnership"]}

`;

@ApiTags("Changes")
@ApiExtraModels(ChangeModel)
@Controller("api/v1/changes")
export class ChangesController {
  constructor(private readonly feed: ChangeFeed) {}

  @Get()
  @RequireScope("read")
  @ApiOperation({
    operationId: "followChanges",
    summary: "What changes, as server-sent events",
    description:
      "Begins now, or after `Last-Event-ID`. `event: reset` says that changes may be missing, since the id is older than 24 hours or not of " +
      "this catalog: what was read before is to be read again, and the stream goes on. Every change is sent at least once, the last " +
      "change of a Resource last. A comment comes every 15 s, and the stream ends by then once its token is good no longer. A reader that is 1 MiB behind is disconnected and may resume.",
  })
  @ApiHeader({
    name: "Last-Event-ID",
    required: false,
    description: "The `id` of the last event that was received, or the `X-Change-Id` of a list.",
    schema: { type: "string", examples: ["8113-0-1767225600000000"] } as object,
  })
  @ApiOkResponse({
    description: "A stream of `change` events, whose data is a Change, and `reset` events. Ids are opaque.",
    headers: CHANGE_ID_ANSWERED as never,
    content: {
      [EVENT_STREAM]: {
        schema: { type: "string", contentSchema: { $ref: getSchemaPath(ChangeModel) } } as object,
        example: EXAMPLE,
      },
    },
  })
  @ApiProblems(400)
  async follow(
    @Query() query: ChangeParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.method === "HEAD") return void reply.headers(STREAM_HEADERS).send();
    const lastEventId = request.headers["last-event-id"];
    const { stream, id } = await this.feed.open({
      principal: request.principal.name,
      filter: query.filter(),
      mayGoOn: request.mayGoOn,
      lastEventId: typeof lastEventId === "string" && lastEventId !== "" ? lastEventId : undefined,
      outlet: reply.raw,
    });
    void reply.headers({ ...STREAM_HEADERS, [CHANGE_ID_HEADER]: id }).send(stream);
  }
}
