import { applyDecorators, type Type } from "@nestjs/common";
import { ApiExtraModels, ApiResponse, getSchemaPath } from "@nestjs/swagger";
import { JSON_TYPE, NDJSON_TYPE } from "../bodies/request-body.js";

/** Documents an answer that is a list, with what some lists add to a page. */
export function ApiPage(item: Type, description: string, additions: Record<string, object> = {}): MethodDecorator {
  const properties = {
    items: { type: "array", items: { $ref: getSchemaPath(item) } },
    nextCursor: {
      type: ["string", "null"],
      description: "Asks for the next page; `null` at the end.",
      examples: [null, "WzEsIm1KcnpRcGtCMGdwWCIsIlNlcnZpY2UiLCJvcmRlcnMiXQ"],
    },
    isPartial: {
      type: "boolean",
      const: true,
      description: "There is more than the list tells: it is cut, or goes on below what it may go down to.",
      examples: [true],
    },
    ...additions,
  };
  const content = {
    [JSON_TYPE]: { schema: { type: "object", required: ["items", "nextCursor"], properties } },
    [NDJSON_TYPE]: {
      schema: { type: "string", description: "All items, one a line, without pages." },
      // What OpenAPI 3.2 calls `itemSchema`.
      "x-item-schema": { $ref: getSchemaPath(item) },
    },
  };
  return applyDecorators(ApiExtraModels(item), ApiResponse({ status: 200, description, content: content as never }));
}
