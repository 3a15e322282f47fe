/**
 * Structured logs. Fields with secret-looking names are redacted, but the rule stands:
 * no secret and no raw value of a source is handed to a logger.
 * @public
 */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

/** `error` takes an Error and is written with its code and cause chain. @public */
export interface LogFields {
  readonly error?: unknown;
  readonly [field: string]: unknown;
}
