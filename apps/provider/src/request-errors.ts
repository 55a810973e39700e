import { BinnacleError } from "@binnacle/errors";

/** One thing that is wrong with a request. `path` names a parameter, or is a JSON Pointer within the body. */
export interface RequestFault {
  path: string;
  detail: string;
  /** Where in the value: code points before the place. */
  position?: number;
}

/** A parameter is unknown, missing, repeated or malformed. */
export class InvalidParameterError extends BinnacleError {
  constructor(readonly faults: readonly RequestFault[]) {
    super("INVALID_PARAMETER", describe(faults));
  }
}

/** A body cannot be read, or is not what the operation takes. */
export class InvalidBodyError extends BinnacleError {
  constructor(readonly faults: readonly RequestFault[]) {
    super("INVALID_BODY", describe(faults));
  }
}

/** What was sent, or asked for, is over a cap. */
export class TooLargeError extends BinnacleError {
  constructor(message: string) {
    super("TOO_LARGE", message);
  }
}

/** Too much at once, or within a while, on one behalf. */
export class RateLimitedError extends BinnacleError {
  constructor(message: string) {
    super("RATE_LIMITED", message);
  }
}

export class UnsupportedMediaTypeError extends BinnacleError {
  constructor(message: string) {
    super("UNSUPPORTED_MEDIA_TYPE", message);
  }
}

function describe(faults: readonly RequestFault[]): string {
  return faults.map(({ path, detail }) => (path === "" ? detail : `${path} ${detail}`)).join("; ");
}
