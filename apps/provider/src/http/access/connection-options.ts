import { refuseUnreadable } from "../refuse-unreadable.js";

export interface ConnectionLimits {
  /** Until all headers of a request are there. */
  headersMs: number;
  /** Until all of a request is there. */
  requestMs: number;
  /** For the next request on a connection; longer than load balancers wait, or they would meet closed connections. */
  keepAliveMs: number;
  /** Without a byte either way, such as to a reader who stopped reading. */
  idleMs: number;
  /** How often it is looked. */
  checkEveryMs: number;
}

const LIMITS: ConnectionLimits = {
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 72_000,
  idleMs: 120_000,
  checkEveryMs: 5_000,
};

/** Fastify's options against peers that are slow, or speak no HTTP. */
export function connectionOptions(limits: ConnectionLimits = LIMITS) {
  return {
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionTimeout: limits.idleMs,
    clientErrorHandler: refuseUnreadable,
    http: {
      // Node's default of 16 KiB is too little for the longest ids of receipts, which stand in the first line.
      maxHeaderSize: 48 * 1024,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      // Whether a host may be missing is for the guard to say, in words.
      requireHostHeader: false,
    },
  };
}
