/** The base of every error that Binnacle raises on purpose. `code` is stable: callers may branch on it, never on the message. */
export class BinnacleError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A process cannot start as it is configured. One fault a line, each naming its variable or key. */
export class ConfigurationError extends BinnacleError {
  constructor(
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super("CONFIGURATION", faults.join("\n"), options);
  }
}

/** What was handed in breaks the contract, as a whole; single bad records are rejections, not errors. */
export class ContractError extends BinnacleError {}

/** What was asked for does not exist. */
export class NotFoundError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("NOT_FOUND", message, options);
  }
}

/** The cause lies outside the data and is expected to pass; the same call may succeed later. The only error that is retried. */
export class TransientError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("TRANSIENT", message, options);
  }
}

/** A query takes longer than it may; a narrower one may not. */
export class QueryTimeoutError extends BinnacleError {
  constructor(message: string, options?: ErrorOptions) {
    super("QUERY_TIMEOUT", message, options);
  }
}
