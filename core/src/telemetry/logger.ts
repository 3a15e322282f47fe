import { createRequire } from 'node:module';
import type { LogFields, Logger } from '@datawave/plugin-sdk';
import { createTextLogger } from './text-logger.ts';
import { redact, redactText } from './redaction.ts';

/** From the least to the most urgent; `silent` writes nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a log is written to: standard error, a file's stream, a test's array. */
export interface LogDestination {
  write(text: string): unknown;
}

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

/**
 * A logger that redacts. pino takes 40 ms to import, so it is loaded by the first logger that writes JSON:
 * a one-shot command with text on a terminal never pays for it.
 */
export function createLogger(options: LoggerOptions): Logger {
  const isPretty = options.format === 'pretty' || (options.format === 'auto' && options.destination === undefined && process.stderr.isTTY);
  return isPretty ? createTextLogger(options) : createJsonLogger(options);
}

function createJsonLogger(options: LoggerOptions): Logger {
  const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino');
  const { traceContext } = options;
  const lines = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'message',
      ...(traceContext ? { mixin: () => traceContext() ?? {} } : {}),
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  );
  return wrapPino(lines, options.base ?? {});
}

function wrapPino(lines: import('pino').Logger, base: LogFields): Logger {
  const fixed = toPlainFields(base);
  const write = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields): void => {
    if (!lines.isLevelEnabled(level)) return;
    lines[level](fields === undefined ? fixed : { ...fixed, ...toPlainFields(fields) }, redactText(message));
  };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrapPino(lines, { ...base, ...fields }),
  };
}

function toPlainFields(fields: LogFields): Record<string, unknown> {
  const plain = redact(fields);
  return typeof plain === 'object' && plain !== null ? { ...plain } : {};
}
