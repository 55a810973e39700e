import { pino, type DestinationStream } from "pino";
import type { LogLevel } from "../configuration/environments.js";
import { describeError, withoutData } from "./describe-error.js";
import { maskCredentials } from "./mask-credentials.js";

interface LogMethod {
  (message: string): void;
  (fields: object, message?: string): void;
}

/** What code logs to, in pino's manner: fields first, then the message. An error goes under the key `err`. */
export interface Logger {
  trace: LogMethod;
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  fatal: LogMethod;
  /** A logger that adds `bindings` to every line. */
  child(bindings: Record<string, unknown>): Logger;
}

export interface LoggerOptions {
  /** Who logs; on every line. */
  name: string;
  level: LogLevel;
  /** Instead of standard output. */
  destination?: DestinationStream;
}

const SECRET_KEYS = ["password", "secret", "token", "authorization", "cookie", "secretAccessKey", "sessionToken"];

/** JSON lines on standard output, written synchronously so that none is lost when the process ends. Credentials and data are masked. */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "***" },
      serializers: { err: describeError },
      hooks: {
        streamWrite: maskCredentials,
        // Of a line without a message, pino makes the error's the message.
        logMethod(args, write) {
          const [fields, message] = args as [{ err?: unknown } | string, ...unknown[]];
          const err = typeof fields === "object" && message === undefined ? fields.err : undefined;
          write.apply(this, err instanceof Error ? [fields as object, withoutData(err.message, err)] : args);
        },
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
