import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from "@nestjs/common";
import type { FastifyReply, FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import { mergeMap, type Observable } from "rxjs";
import { JSON_TYPE, NDJSON_TYPE } from "../bodies/request-body.js";
import type { RawParameters } from "../parameters/query-string.js";
import type { LineStreams } from "./line-streams.js";
import { Listing } from "./listing.js";

/** Answers lists: a page as JSON, or everything as one item a line where the request prefers that. */
@Injectable()
export class ListingInterceptor implements NestInterceptor {
  constructor(private readonly streams: LineStreams) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next
      .handle()
      .pipe(
        mergeMap(async (answer: unknown) =>
          answer instanceof Listing ? this.answer(answer, http.getRequest(), http.getResponse()) : answer,
        ),
      );
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
    return stream;
  }
}

/** JSON also for who accepts neither. */
function prefersLines({ headers }: FastifyRequest): boolean {
  return (
    headers.accept !== undefined && new Negotiator({ headers }).mediaType([JSON_TYPE, NDJSON_TYPE]) === NDJSON_TYPE
  );
}
