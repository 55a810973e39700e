import { BinnacleError } from "@binnacle/errors";

/** A request names another host than the one that it reached. */
export class MisdirectedRequestError extends BinnacleError {
  constructor(host: string | undefined) {
    super("MISDIRECTED_REQUEST", `This server answers requests to loopback hosts only, not to ${host ?? "none"}`);
  }
}

const LOOPBACK_ADDRESS = /^127(?:\.\d{1,3}){3}$/;

/** Whether a host name or address, without a port, is this machine's own and no other's. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || name === "::1" || LOOPBACK_ADDRESS.test(name);
}

/**
 * Without authentication a page on the web could reach this server through a name that it made point here (DNS rebinding).
 * @throws MisdirectedRequestError unless the `Host` header names a loopback host
 */
export function requireLoopbackHost(header: string | undefined): void {
  const host = header?.replace(/:\d{1,5}$/, "");
  if (host === undefined || !isLoopback(host)) throw new MisdirectedRequestError(header);
}
