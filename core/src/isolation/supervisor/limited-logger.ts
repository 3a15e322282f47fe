import type { LogFields, Logger } from '@datawave/plugin-sdk';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** How many lines an isolated plugin may write, all its loggers together. */
export class LineLimit {
  readonly #perSecond: number;
  readonly #log: Logger;
  #second = 0;
  #lines = 0;

  constructor(perSecond: number, log: Logger) {
    this.#perSecond = perSecond;
    this.#log = log;
  }

  /** Whether another line may be written now. */
  take(): boolean {
    const now = Math.floor(performance.now() / 1000);
    if (now !== this.#second) {
      const leftOut = this.#lines - this.#perSecond;
      this.#second = now;
      this.#lines = 0;
      if (leftOut > 0) this.#log.warn(`${leftOut} lines of the plugin were left out of the log.`);
    }
    return ++this.#lines <= this.#perSecond;
  }
}

const LONGEST = 4_000;

/** Writes one line of a plugin that is not trusted. Levels that there are not are left out. */
export function writeLine(log: Logger, level: unknown, message: unknown, fields: unknown): void {
  const found = LEVELS.find((name) => name === level);
  if (found === undefined) return;
  const text = String(message).slice(0, LONGEST);
  const isFields = typeof fields === 'object' && fields !== null && !Array.isArray(fields);
  log[found](text, isFields ? (fields as LogFields) : {});
}

/** A logger that an isolated plugin is lent. */
export function limitedLogger(log: Logger, limit: LineLimit): Logger {
  const level =
    (name: string) =>
    (message: string, fields?: LogFields): void => {
      if (limit.take()) writeLine(log, name, message, fields);
    };
  return {
    trace: level('trace'),
    debug: level('debug'),
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
    child: (fields) => limitedLogger(log.child(fields), limit),
  };
}
