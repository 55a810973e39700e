/**
 * SQLSTATEs that speak of the server's state, not of the statement: connection (08), resources (53), serialization and
 * deadlock (40), cancelled or timed out (57014), shutting down or starting (57P0x), a standby (25006).
 */
const PASSING_STATE = /^(?:08...|40...|53...|57014|57P0.|25006)$/;

/** Node.js's codes of sockets and name look-up. */
const NETWORK_CODE = /^E(?:CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN|NOTFOUND|ADDRNOTAVAIL)/;

/** What node-pg raises without any code. */
const CONNECTION_MESSAGE = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** Whether the same statement may succeed later: the failure lies with the server or the way to it. */
export function isPassingFailure(error: unknown): boolean {
  const { code, message, errors } = error as { code?: unknown; message?: unknown; errors?: unknown };
  // One for each address that a name stands for.
  if (Array.isArray(errors)) return errors.some(isPassingFailure);
  if (typeof code === "string") return PASSING_STATE.test(code) || NETWORK_CODE.test(code);
  return typeof message === "string" && CONNECTION_MESSAGE.test(message);
}
