import { type CollectContext, inParallel } from "@binnacle/collector";
import type { CatalogRecord } from "@binnacle/contract";
import { BinnacleError, TransientError } from "@binnacle/errors";

/** What the SDK's clients take; the rest they read from the environment. */
export interface AwsClientConfig {
  region?: string;
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: boolean };
}

/** Ours are raised by name: an SDK client may come from another copy of its package. */
interface AwsFailure {
  name?: string;
  message?: string;
  $fault?: "client" | "server";
  $retryable?: object;
  $metadata?: { httpStatusCode?: number };
}

const THROTTLED = new Set([
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "SlowDown",
]);
const NETWORK = /^(TimeoutError|ECONN\w+|ENOTFOUND|EAI_AGAIN|EPIPE)$/;

/** AWS refused a call, and would refuse it again. */
export class AwsRefusalError extends BinnacleError {
  constructor(
    /** The name of its error: `AccessDeniedException`. */
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super("AWS_REFUSAL", message, options);
  }
}

/** For one region, or that of the environment. The SDK tries again by itself, with the waits that AWS asks for. */
export function clientConfig(region: string | undefined): AwsClientConfig {
  return {
    ...(region === undefined ? {} : { region }),
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
}

/** The error of a call in words that say which call it was; `TransientError` where another run may go better. */
export function awsError(call: string, error: unknown): Error {
  if (error instanceof BinnacleError) return error;
  const { name = "", message = "", $fault, $retryable, $metadata } = error as AwsFailure;
  const code = (error as { code?: string }).code ?? name;
  const said = `${call}: ${name}: ${message}`.replace(/\s+/g, " ").slice(0, 500);
  const status = $metadata?.httpStatusCode ?? 0;
  const mayPass = $retryable ?? (status >= 500 || $fault === "server" || THROTTLED.has(name) || NETWORK.test(code));
  // An answer that cannot be read was cut off, or did not come from AWS.
  const isUnread = name === "SyntaxError" || message.includes("Deserialization error");
  return mayPass || isUnread
    ? new TransientError(said, { cause: error })
    : new AwsRefusalError(name, said, { cause: error });
}

/**
 * Reads several regions at a time. What one of them cannot give is warned of, and the others are read all the same.
 * @throws the error of the last region if none could be read
 */
export async function* readRegions(
  regions: readonly (string | undefined)[],
  context: CollectContext,
  read: (region: string | undefined) => AsyncIterable<CatalogRecord>,
): AsyncGenerator<CatalogRecord> {
  const failures: unknown[] = [];
  const work = async (region: string | undefined): Promise<CatalogRecord[]> => {
    const records: CatalogRecord[] = [];
    try {
      for await (const record of read(region)) records.push(record);
    } catch (error) {
      context.signal.throwIfAborted();
      failures.push(error);
      if (regions.length > 1) context.warn(`${region} could not be read to its end`, error);
    }
    return records;
  };
  for await (const records of inParallel(regions, 4, work)) yield* records;
  if (failures.length === regions.length) throw failures.at(-1);
}

/** The parts of `arn:partition:service:region:account:rest`; `undefined` for what is none. */
export function parseArn(arn: string | undefined): { region: string; account: string; rest: string } | undefined {
  const [prefix, , , region, account, ...rest] = (arn ?? "").split(":");
  if (prefix !== "arn" || region === undefined || account === undefined) return undefined;
  return { region, account, rest: rest.join(":") };
}
