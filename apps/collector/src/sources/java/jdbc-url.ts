import type { Callee } from "../../egress/call-targets.js";

/**
 * The database that a JDBC URL of the common form leads to, `jdbc:postgresql://host:5432/orders?…`; `undefined` for others. Credentials and
 * parameters are left out.
 */
export function calleeOfJdbcUrl(url: string): Callee | undefined {
  const match =
    /^jdbc:(?:[a-z0-9]+:)*?([a-z0-9]+):\/\/(?:[^@/?;]*@)?([^:/?;,]+)(?::(\d+))?[^/?;]*(?:\/([^?;]*))?/i.exec(url);
  const [, system, host, port, namespace] = match ?? [];
  if (system === undefined || host === undefined) return undefined;
  return {
    system: system.toLowerCase(),
    host,
    ...(port !== undefined && { port: Number(port) }),
    ...(namespace && { namespace }),
  };
}
