import { type ArgumentMetadata, Injectable, type PipeTransform } from "@nestjs/common";
import { readParameters } from "./read-parameters.js";

/** Reads every `@Query()` and `@Param()` argument into the class that it is declared with. */
@Injectable()
export class ParametersPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== "query" && type !== "param") return value;
    return readParameters(metatype as new () => object, value as Record<string, unknown>);
  }
}
