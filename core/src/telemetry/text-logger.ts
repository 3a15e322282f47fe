import type { LogFields, Logger } from '@datawave/plugin-sdk';
import { LOG_LEVELS, type WrittenLevel } from './log-level.ts';
import type { LoggerOptions } from './logger-options.ts';
import { redact, redactText } from './redaction.ts';
import { terminalText } from './terminal-text.ts';

const LABELS: Readonly<Record<WrittenLevel, string>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO ',
  warn: 'WARN ',
  error: 'ERROR',
};

/** Lines for people: time, level, message, then the fields. Needs nothing but Node. */
export function createTextLogger(options: Omit<LoggerOptions, 'format'>): Logger {
  const destination = options.destination ?? process.stderr;
  const threshold = LOG_LEVELS.indexOf(options.level);
  const { traceContext } = options;
  const at = (base: LogFields): Logger => {
    const write = (level: WrittenLevel) => {
      if (LOG_LEVELS.indexOf(level) < threshold) return () => undefined;
      return (message: string, fields?: LogFields): void => {
        const time = new Date().toISOString().slice(11, 23);
        const { error, ...rest } = { ...traceContext?.(), ...base, ...fields };
        destination.write(
          `${time} ${LABELS[level]} ${terminalText(redactText(message), '  ')}${renderFields(rest)}${renderError(error, level)}\n`,
        );
      };
    };
    return {
      trace: write('trace'),
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => at({ ...base, ...fields }),
    };
  };
  return at(options.base ?? {});
}

function renderFields(fields: LogFields): string {
  const plain = redact(fields);
  let text = '';
  for (const [name, value] of Object.entries(plain ?? {})) {
    if (value === undefined) continue;
    text += ` ${name}=${typeof value === 'string' && /^[\w./:@%+-]+$/.test(value) ? value : terminalText(JSON.stringify(value))}`;
  }
  return text;
}

function renderError(error: unknown, level: WrittenLevel): string {
  if (error === undefined) return '';
  let text = '';
  let indent = '  ';
  for (
    let cause: unknown = error, depth = 0;
    cause !== undefined && cause !== null && depth < 8;
    depth += 1
  ) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
    const hint: unknown = cause instanceof Error ? Reflect.get(cause, 'hint') : undefined;
    const message = cause instanceof Error ? cause.message : String(cause);
    text += `\n${indent}${typeof code === 'string' ? `${code}: ` : ''}${terminalText(redactText(message), `${indent}  `)}`;
    if (typeof hint === 'string') text += `\n${indent}  ${terminalText(redactText(hint), `${indent}  `)}`;
    if (
      level === 'error' &&
      depth === 0 &&
      cause instanceof Error &&
      cause.stack !== undefined &&
      typeof hint !== 'string'
    ) {
      text += cause.stack
        .split('\n')
        // Of where Node itself was, nobody mends anything.
        .filter((line) => /^\s*at (?!.*\(?node:internal)/.test(line))
        .slice(0, 8)
        .map((line) => `\n${indent}  ${terminalText(redactText(line.trim()))}`)
        .join('');
    }
    cause = cause instanceof Error ? cause.cause : undefined;
    indent += '  ';
  }
  return text;
}
