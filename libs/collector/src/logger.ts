import { messageOf } from "./error-message.js";
import type { RunFailure } from "./run-report.js";

/** What the SDK logs through: the part of pino's interface that it uses, so that a pino logger fits as it is. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The same logger, with `source` on every line. */
export function sourceLogger(logger: Logger, source: string): Logger {
  return {
    debug: (fields, message) => logger.debug({ source, ...fields }, message),
    info: (fields, message) => logger.info({ source, ...fields }, message),
    warn: (fields, message) => logger.warn({ source, ...fields }, message),
    error: (fields, message) => logger.error({ source, ...fields }, message),
  };
}

/** Prints lines of text on standard error: for scripts and dry runs. Debug messages are left out. */
export function stderrLogger(): Logger {
  return { debug: () => {}, info: print("info"), warn: print("warn"), error: print("error") };
}

function print(level: string) {
  return (fields: object, message: string): void => {
    const { source, err, failures, ...rest } = fields as { source?: string; err?: unknown; failures?: RunFailure[] };
    const prefix = source === undefined ? level : `${level} ${source}`;
    const reason = err === undefined ? "" : `: ${messageOf(err)}`;
    // A run report says it all in its message and its failures.
    const details = failures || Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`;
    process.stderr.write(`${prefix}: ${message}${reason}${details}\n`);
    for (const { code, path, detail, record } of failures ?? []) {
      process.stderr.write(`  ${[code, record, path, detail].filter(Boolean).join(" ")}\n`);
    }
  };
}
