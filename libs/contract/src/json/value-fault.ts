import { ContractError } from "@binnacle/errors";

export type ValueFaultCode = "VALUE_TOO_LARGE" | "VALUE_NOT_STORABLE";

/** A value that PostgreSQL's `jsonb`, or Binnacle's limits, cannot hold. `path` is a JSON Pointer below the value (RFC 6901). */
export class ValueFault extends ContractError {
  declare readonly code: ValueFaultCode;

  constructor(
    code: ValueFaultCode,
    readonly path: string,
    readonly detail: string,
  ) {
    super(code, path === "" ? detail : `${path}: ${detail}`);
  }
}
