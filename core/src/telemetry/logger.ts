import { createRequire } from 'node:module';
import type { LogFields, Logger } from '@datawave/plugin-sdk';
import type { Logger as PinoLogger } from 'pino';
import { LOG_LEVELS, type LogLevel, type WrittenLevel } from './log-level.ts';
import type { LoggerOptions } from './logger-options.ts';
import { redact, redactText } from './redaction.ts';
import { createTextLogger } from './text-logger.ts';

/**
 * A logger that redacts. pino takes 40 ms to import, so it is loaded with the first line of JSON:
 * a one-shot command that has nothing to say never pays for it.
 */
export function createLogger(options: LoggerOptions): Logger {
  const isPretty =
    options.format === 'pretty' ||
    (options.format === 'auto' && options.destination === undefined && process.stderr.isTTY);
  return isPretty ? createTextLogger(options) : createJsonLogger(options);
}

function createJsonLogger(options: LoggerOptions): Logger {
  let opened: PinoLogger | undefined;
  const open = (): PinoLogger => {
    opened ??= openPino(options);
    return opened;
  };
  return jsonLogger(options.level, open, options.base ?? {});
}

function openPino(options: LoggerOptions): PinoLogger {
  const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino');
  const { traceContext } = options;
  return pino(
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
}

function jsonLogger(level: LogLevel, open: () => PinoLogger, base: LogFields): Logger {
  const threshold = LOG_LEVELS.indexOf(level);
  const fixed = toPlainFields(base);
  const writer = (at: WrittenLevel): Logger['info'] =>
    LOG_LEVELS.indexOf(at) < threshold
      ? () => undefined
      : (message, fields) =>
          open()[at](
            fields === undefined ? fixed : { ...fixed, ...toPlainFields(fields) },
            redactText(message),
          );
  return {
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    child: (fields) => jsonLogger(level, open, { ...base, ...fields }),
  };
}

function toPlainFields(fields: LogFields): Record<string, unknown> {
  const plain = redact(fields);
  return typeof plain === 'object' && plain !== null ? { ...plain } : {};
}
