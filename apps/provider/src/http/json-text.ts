import { applyDecorators, Header } from "@nestjs/common";
import type { Page } from "../paging/read-page.js";

/** Marks a handler that returns JSON text: values go out as the database printed them. */
export const JsonText = (): MethodDecorator =>
  applyDecorators(Header("content-type", "application/json; charset=utf-8"));

/** A page as JSON text, with what some lists add. */
export function pageText({ items, nextCursor }: Page, additions: object = {}): string {
  const rest = JSON.stringify({ nextCursor, ...additions });
  return `{"items":[${items.join(",")}],${rest.slice(1)}`;
}
