/** From the least to the most urgent; `silent` writes nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** A level at which lines are written. */
export type WrittenLevel = Exclude<LogLevel, 'silent'>;
