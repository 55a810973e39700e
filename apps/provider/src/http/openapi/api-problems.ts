import { applyDecorators } from "@nestjs/common";
import { ApiResponse } from "@nestjs/swagger";
import type { ProblemStatus } from "./problem-answers.js";

/** Documents the errors that an operation may answer with, besides those that any may (400, 401, 403, 421, 429, 500, 503). */
export function ApiProblems(...statuses: ProblemStatus[]): MethodDecorator {
  // The document's component of that status comes in its place.
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, description: "A problem" })));
}
