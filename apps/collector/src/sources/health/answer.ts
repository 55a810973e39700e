/** What came back from a target, or why nothing did. */
export type Answer = HttpAnswer | TcpAnswer | GrpcAnswer | NoAnswer;

export interface NoAnswer {
  failure: string;
}

export interface HttpAnswer {
  httpStatus: number;
  /** From the request to the end of the headers. */
  latencyMs: number;
  body: string;
}

/** A connection was made. */
export interface TcpAnswer {
  latencyMs: number;
}

/** What `grpc.health.v1.Health/Check` answered, by the names of its `ServingStatus`. */
export interface GrpcAnswer {
  servingStatus: string;
  latencyMs: number;
}

export function noAnswerWithin(timeoutMs: number): string {
  return `no answer within ${timeoutMs} ms`;
}

/** The code where there is one: messages hold ports and addresses that may differ from probe to probe. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  return typeof code === "string" ? code : (message ?? String(error));
}
