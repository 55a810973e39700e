import type { ServiceError } from "@grpc/grpc-js";
import { type GrpcAnswer, type NoAnswer, noAnswerWithin } from "./answer.js";

/** A gRPC server to ask. */
export interface GrpcTarget {
  /** `host:port` */
  grpc: string;
  /** Of which of its services the health is asked; without it of the server. */
  grpcService?: string;
  /** Over TLS, by the certificates that the system trusts. */
  grpcTls?: boolean;
}

const METHOD = "/grpc.health.v1.Health/Check";
/** https://github.com/grpc/grpc/blob/master/doc/health-checking.md */
const SERVING_STATUS = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;

/** Asks a server for its health by gRPC's health checking protocol; never throws. */
export async function probeGrpc(
  { grpc: address, grpcService = "", grpcTls = false }: GrpcTarget,
  timeoutMs: number,
  stop: AbortSignal,
): Promise<GrpcAnswer | NoAnswer> {
  // Only where it is needed: it takes 10 MB.
  const { Client, credentials, Metadata, status } = await import("@grpc/grpc-js");
  // A client of its own: a connection that was kept would hide that no new one can be made.
  const client = new Client(address, grpcTls ? credentials.createSsl() : credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.enable_retries": 0,
  });
  const begin = performance.now();
  const deadline = Date.now() + timeoutMs;
  try {
    return await new Promise((resolve) => {
      const call = client.makeUnaryRequest(
        METHOD,
        encodeRequest,
        decodeResponse,
        grpcService,
        new Metadata(),
        { deadline },
        (error, servingStatus) => {
          stop.removeEventListener("abort", cancel);
          if (error?.code === status.DEADLINE_EXCEEDED) resolve({ failure: noAnswerWithin(timeoutMs) });
          else if (error) resolve({ failure: reasonOf(error, status[error.code]) });
          else resolve({ servingStatus: servingStatus ?? "UNKNOWN", latencyMs: performance.now() - begin });
        },
      );
      const cancel = (): void => call.cancel();
      stop.addEventListener("abort", cancel, { once: true });
    });
  } finally {
    client.close();
  }
}

/** A `HealthCheckRequest`: the field 1 is a string, the service. */
function encodeRequest(service: string): Buffer {
  const text = Buffer.from(service, "utf8");
  return text.length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a, ...varint(text.length)]), text]);
}

/** A `HealthCheckResponse`: the field 1 is an enumeration, absent for 0. */
function decodeResponse(message: Buffer): string {
  const number = message[0] === 0x08 ? (message[1] ?? 0) : 0;
  return SERVING_STATUS[number] ?? String(number);
}

function varint(length: number): number[] {
  return length < 0x80 ? [length] : [(length & 0x7f) | 0x80, ...varint(length >>> 7)];
}

/** What kept a connection from being made, else the status of gRPC and what the server said with it. */
function reasonOf({ details }: ServiceError, status: string | undefined): string {
  const code = /\bE[A-Z]{4,}\b/.exec(details)?.[0];
  return code ?? (details === "" ? (status ?? "") : `${status}: ${details}`);
}
