/** What went wrong in a call to AWS, in one shape for answers, networks and the SDK itself. */
export interface AwsFailure {
  /** AWS's error code, or Node.js's for a connection (`ECONNREFUSED`). */
  code: string;
  detail: string;
  /** Whether the same call may succeed later. */
  isRetryable: boolean;
}

/** Client errors (4xx) that pass: throttling, clocks and sessions that the SDK renews before the next attempt. */
const PASSING_CODES = new RegExp(
  [
    "Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|RequestTimeout",
    "RequestTimeTooSkewed|RequestExpired|InvalidSignature|SignatureDoesNotMatch",
    "ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient",
  ].join("|"),
  "i",
);

/** Whether an error code stands for a cause that passes, whatever else the answer says about the fault. */
export function isPassingCode(code: string): boolean {
  return PASSING_CODES.test(code);
}

export function describeFailure(error: unknown): AwsFailure {
  if (!(error instanceof Error)) {
    return { code: "UNKNOWN", detail: String(error), isRetryable: true };
  }
  const { code, Code, $metadata } = error as Error & {
    code?: unknown;
    Code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  const name = [Code, status === undefined ? code : undefined, error.name].find((each) => typeof each === "string");
  const failure = { code: name ?? "UNKNOWN", detail: error.message || (name ?? "no message") };
  // No status: nothing that speaks for AWS has answered, so nothing was refused.
  const isRefused = status !== undefined && status < 500 && status !== 429 && status !== 408;
  return { ...failure, isRetryable: !isRefused || isPassingCode(failure.code) || isPassingCode(error.name) };
}
