import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, UseGuards } from "@nestjs/common";
import { ApiExtension, type OpenAPIObject } from "@nestjs/swagger";
import type { FastifyReply } from "fastify";
import { ListMarks } from "../../changes/list-marks.js";

export const CHANGE_ID_HEADER = "X-Change-Id";

export const CHANGE_ID_ANSWERED = { [CHANGE_ID_HEADER]: { $ref: "#/components/headers/ChangeId" } };

const MARKED = "x-change-id";

/**
 * Takes the mark before the handler reads anything: what is committed in between is repeated, nothing is lost. It keeps nobody out; it is a
 * guard because an interceptor would make Nest turn every answer into observables.
 */
@Injectable()
class ChangeIdGuard implements CanActivate {
  constructor(private readonly marks: ListMarks) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const id = await this.marks.take();
    void context.switchToHttp().getResponse<FastifyReply>().header(CHANGE_ID_HEADER, id);
    return true;
  }
}

/** Answers of these operations say from where the change feed goes on. */
export const MarkedForChanges = (): ClassDecorator & MethodDecorator =>
  applyDecorators(UseGuards(ChangeIdGuard), ApiExtension(MARKED, true));

/** Documents the header at every operation that is marked. */
export function describeChangeIds(document: OpenAPIObject): void {
  for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item as object))) {
    if (operation[MARKED] !== true) continue;
    delete operation[MARKED];
    operation.responses["200"].headers = CHANGE_ID_ANSWERED;
  }
}
