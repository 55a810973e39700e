import { StreamableFile } from "@nestjs/common";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import type { FastifyHttpOptions, FastifyReply, FastifyRequest, RawServerDefault } from "fastify";
import Negotiator from "negotiator";
import { JSON_TYPE, NDJSON_TYPE } from "../bodies/request-body.js";
import type { RawParameters } from "../parameters/query-string.js";
import type { LineStreams } from "./line-streams.js";
import { Listing } from "./listing.js";

/**
 * Answers lists: a page as JSON, or everything as one item a line where the request prefers that. The place for this would be an
 * interceptor, but a single one makes Nest turn every answer into observables, at a tenth of a small read's CPU time.
 */
export class ListingAdapter extends FastifyAdapter {
  constructor(
    private readonly streams: LineStreams,
    options: FastifyHttpOptions<RawServerDefault>,
  ) {
    super(options);
  }

  override reply(...[response, body, statusCode]: Parameters<FastifyAdapter["reply"]>): FastifyReply {
    if (!(body instanceof Listing)) return super.reply(response, body, statusCode);
    const reply = response as FastifyReply;
    const replied = this.answer(body, reply.request, reply).then((answer) => super.reply(reply, answer, statusCode));
    // Nest waits for it as for what a handler returns, and answers what went wrong.
    return replied as unknown as FastifyReply;
  }

  private async answer(listing: Listing, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    void reply.header("vary", "accept, accept-encoding, authorization");
    if (!prefersLines(request)) {
      void reply.header("content-type", `${JSON_TYPE}; charset=utf-8`);
      return listing.page();
    }
    const { cursor, limit } = listing.query;
    const isLimited = (request.query as RawParameters)["limit"] !== undefined;
    const walk = { cursor, limit: isLimited ? limit : undefined };
    const { stream, isPartial } = await this.streams.open(listing.read, walk, request);
    void reply.header("content-type", NDJSON_TYPE);
    if (isPartial) void reply.header("x-is-partial", "true");
    return new StreamableFile(stream);
  }
}

/** JSON also for who accepts neither. */
function prefersLines({ headers }: FastifyRequest): boolean {
  return (
    headers.accept !== undefined && new Negotiator({ headers }).mediaType([JSON_TYPE, NDJSON_TYPE]) === NDJSON_TYPE
  );
}
