import { applyDecorators, type Type } from "@nestjs/common";
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from "@nestjs/swagger";

/** Documents an answer that is a page of a list, with what some lists add. */
export function ApiPage(item: Type, description: string, additions: Record<string, object> = {}): MethodDecorator {
  const properties = {
    items: { type: "array", items: { $ref: getSchemaPath(item) } },
    nextCursor: { type: ["string", "null"], description: "Asks for the next page; `null` at the end." },
    ...additions,
  };
  return applyDecorators(
    ApiExtraModels(item),
    ApiOkResponse({
      description,
      schema: { type: "object", required: ["items", "nextCursor"], properties } as object,
    }),
  );
}
