import { applyDecorators } from "@nestjs/common";
import { IsInt, Max, Min } from "class-validator";

/** A whole number, both limits included. */
export function IsIntBetween(least: number, most: number): PropertyDecorator {
  return applyDecorators(Max(most), Min(least), IsInt());
}
