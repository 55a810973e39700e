import { pino } from "pino";

/** Where PostgreSQL's and TypeORM's errors carry rows, statements and their values. */
const DATA_KEYS = ["detail", "where", "internalQuery", "query", "parameters", "driverError"] as const;

/** SQLSTATEs of faulty data: their messages quote it. */
const DATA_STATE = /^2[23][0-9A-Z]{3}$/;

const MAX_CAUSES = 8;

/** An error as a line of the log holds it: with its causes, and without the data that it was raised for. */
export function describeError(error: Error): unknown {
  const described: unknown = pino.stdSerializers.err(error);
  if (typeof described !== "object" || described === null || described === error) return described;
  const fields: Record<string, unknown> = { ...described };
  for (const key of DATA_KEYS) delete fields[key];
  for (const key of ["message", "stack"]) fields[key] = withoutData(String(fields[key]), error);
  return fields;
}

/** A text about an error, without the data that the error's own message, or that of a cause, quotes. */
export function withoutData(text: string, error: Error): string {
  return chainOf(error)
    .filter(({ code }) => DATA_STATE.test(String(code)))
    .reduce((masked, { message }) => masked.replaceAll(message, () => message.replaceAll(/".*"/gs, '"***"')), text);
}

function chainOf(error: Error): (Error & { code?: unknown })[] {
  const chain: Error[] = [];
  for (let each: unknown = error; each instanceof Error && chain.length < MAX_CAUSES; each = each.cause)
    chain.push(each);
  return chain;
}
