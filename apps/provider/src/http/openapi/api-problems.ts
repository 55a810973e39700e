import { applyDecorators } from "@nestjs/common";
import { ApiResponse } from "@nestjs/swagger";

const DESCRIPTIONS = {
  400: "Parameters or body are not acceptable; `errors` tells what is wrong with each",
  404: "There is no such thing, or it is absent",
  413: "Over a cap",
  415: "The body's format or encoding is not supported",
} as const;

/** Documents the errors that an operation may answer with, besides those that any may. */
export function ApiProblems(...statuses: (keyof typeof DESCRIPTIONS)[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) => ApiResponse({ status, description: DESCRIPTIONS[status], ...PROBLEM_CONTENT })),
  );
}

/** An answer that is a problem. */
export const PROBLEM_CONTENT = {
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
