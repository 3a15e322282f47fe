import type { LogFields } from '@datawave/plugin-sdk';
import type { LogLevel } from './log-level.ts';

/** What a log is written to: standard error, a file's stream, a test's array. */
export interface LogDestination {
  write(text: string): unknown;
}

/** How to make a logger. */
export interface LoggerOptions {
  readonly level: LogLevel;
  /** Standard error unless given; the JSON format then writes to its descriptor without passing through the stream. */
  readonly destination?: LogDestination;
  /** `json` for machines, by pino; `pretty` for people, without it; `auto` is pretty where standard error is a terminal. */
  readonly format: 'auto' | 'json' | 'pretty';
  /** Fields of every line. */
  readonly base?: LogFields;
  /** Ids of the trace that is active where the line is written. */
  readonly traceContext?: () => { readonly traceId: string; readonly spanId: string } | undefined;
}
