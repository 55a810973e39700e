import { ContractError } from "@binnacle/errors";

/** A text is no JSON (RFC 8259). `position` is the 0-based UTF-16 code unit at which that shows. */
export class JsonSyntaxError extends ContractError {
  constructor(
    detail: string,
    readonly position: number,
  ) {
    super("JSON_SYNTAX", `${detail} at position ${position}`);
  }
}
