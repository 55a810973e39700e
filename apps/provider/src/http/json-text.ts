import { applyDecorators, Header } from "@nestjs/common";

/** Marks a handler that returns JSON text: values go out as the database printed them. */
export const JsonText = (): MethodDecorator =>
  applyDecorators(Header("content-type", "application/json; charset=utf-8"));
