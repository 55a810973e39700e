import type { LoggerService } from "@nestjs/common";
import { withoutData } from "./describe-error.js";
import type { Logger } from "./logger.js";

/** Nest's account of its own wiring, which says nothing about the process's work. */
const WIRING = new Set(["InstanceLoader", "NestApplication", "NestFactory", "RouterExplorer", "RoutesResolver"]);

type Level = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** Nest's `Logger` calls as lines of ours: the last text is the context, an `Error` goes under `err`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(WIRING.has(String(rest.at(-1))) ? "debug" : "info", message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write("error", message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write("warn", message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write("debug", message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write("trace", message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write("fatal", message, rest);
  }

  private write(level: Level, message: unknown, rest: unknown[]): void {
    const fields: Record<string, unknown> = {};
    const last = rest.at(-1);
    if (typeof last === "string" && !last.includes("\n")) fields["context"] = rest.pop();
    const [detail] = rest;
    if (message instanceof Error) fields["err"] = message;
    else if (detail instanceof Error) fields["err"] = detail;
    else if (typeof detail === "string") fields["stack"] = detail;
    else if (detail !== undefined && detail !== null) fields["detail"] = detail;
    this.logger[level](fields, message instanceof Error ? withoutData(message.message, message) : textOf(message));
  }
}

function textOf(message: unknown): string {
  return typeof message === "string" ? message : JSON.stringify(message);
}
