import { applyDecorators } from "@nestjs/common";
import { IsNotEmpty, IsString } from "class-validator";

/** A text that is not empty; with `each` a list of such. */
export function IsText({ each = false } = {}): PropertyDecorator {
  return applyDecorators(IsNotEmpty({ each }), IsString({ each }));
}
