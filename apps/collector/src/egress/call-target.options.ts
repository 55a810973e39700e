import "reflect-metadata";
import { IsResourceName, IsTypeName } from "@binnacle/contract";
import { IsOptional, ValidateIf } from "class-validator";
import { IsText } from "../options/is-text.js";

/** What is called under a name, and which Resource it is. */
export class CallTargetRule {
  /** A host, `host:port`, the name of a service or of a database as it is told; `*` stands for any characters. */
  @IsText()
  match!: string;

  /** The Service that it is; with `environment` its deployment. */
  @ValidateIf(({ type }: CallTargetRule) => type === undefined)
  @IsText()
  service?: string;

  @IsOptional()
  @IsText()
  environment?: string;

  /** The Resource that it is, where it is no service. */
  @IsOptional()
  @IsTypeName()
  type?: string;

  @ValidateIf(({ type }: CallTargetRule) => type !== undefined)
  @IsResourceName()
  name?: string;
}
