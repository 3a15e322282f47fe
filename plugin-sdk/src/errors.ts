/** What a {@link DataWaveError} carries beside its message. @public */
export interface DataWaveErrorOptions {
  /** Stable, never reused, `DW_` and upper snake case. Scripts match on it. */
  readonly code: string;
  /** What went wrong, naming the thing it went wrong with. One sentence. */
  readonly message: string;
  /** How to mend it, as an instruction. */
  readonly hint?: string;
  /** Where: a file with its line, a JSON pointer, a plugin with its phase. */
  readonly where?: string;
  /** HTTP status with which this error leaves a route. 500 unless given. */
  readonly status?: number;
  /** Headers with which this error leaves a route: `Location` of what is in the way, `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Single faults of a bad input, each with a JSON pointer. */
  readonly errors?: readonly FieldError[];
  readonly cause?: unknown;
}

/** One fault in a bad input. @public */
export interface FieldError {
  /** RFC 6901 pointer into the request's body, or into its `/query` or `/params`. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * The one error class of the platform: what, where, how to mend it, under a stable code.
 * Never put a secret or a raw value of a source into any of its fields; it is logged and shown.
 * @public
 */
export class DataWaveError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];

  constructor(options: DataWaveErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DataWaveError';
    this.code = options.code;
    this.hint = options.hint;
    this.where = options.where;
    this.status = options.status ?? 500;
    this.headers = options.headers ?? {};
    this.errors = options.errors ?? [];
  }

  /**
   * Whether a value is a DataWaveError, also one of another copy of this package
   * or one that crossed a process boundary.
   */
  static is(value: unknown): value is DataWaveError {
    return (
      value instanceof Error &&
      'code' in value &&
      typeof value.code === 'string' &&
      value.code.startsWith('DW_')
    );
  }
}
