/** What this lib needs of a logger; pino's has it. */
export interface MessagingLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const SILENT_LOGGER: MessagingLogger = { info() {}, warn() {}, error() {} };
