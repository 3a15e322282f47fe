import type { LogFields, Logger } from '@datawave/plugin-sdk';
import type { LogLevel, PoolRemark } from './messages.ts';

/** A logger of a thread: its lines are written where they are sent. */
export function createThreadLog(send: (remark: PoolRemark) => void, always: LogFields = {}): Logger {
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      const sent = Object.entries({ ...always, ...fields }).map(([name, value]) => [name, sendable(value)]);
      send({ level, message, fields: Object.fromEntries(sent) });
    };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => createThreadLog(send, { ...always, ...fields }),
  };
}

/** What can be sent of anything: an error's name and message, a plain value, else its text. */
export function sendable(value: unknown): string | number | boolean | null {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value);
}
