import { applyDecorators } from "@nestjs/common";
import { Type } from "class-transformer";
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, ValidateNested } from "class-validator";
import type { InstanceTarget } from "./instance-target.js";

/** The instances that a source asks, each once. */
export function IsTargetList(target: () => new () => InstanceTarget): PropertyDecorator {
  return applyDecorators(
    Type(target),
    ValidateNested({ each: true }),
    ArrayUnique(instanceOf, { message: "$property must not name the same instance twice" }),
    ArrayMaxSize(1_000),
    ArrayNotEmpty(),
    IsArray(),
  );
}

/** Also called for entries that are no targets, which have their own fault. */
function instanceOf(target: InstanceTarget | null | undefined): unknown {
  return JSON.stringify([target?.service, target?.environment, target?.instance]);
}
