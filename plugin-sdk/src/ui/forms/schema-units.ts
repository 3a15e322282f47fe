import { formatBytes, formatNumber, t } from '../i18n/index.ts';

/** In what a number of a schema is counted, told by the end of its property's name: `timeoutMs`, `keepDays`, `maxBytes`. @public */
export type Unit = 'ms' | 'seconds' | 'minutes' | 'hours' | 'days' | 'bytes' | 'percent';

const ENDINGS: readonly (readonly [RegExp, Unit])[] = [
  [/(?:Ms|Millis|Milliseconds|_ms)$/, 'ms'],
  [/(?:Seconds|_seconds)$/, 'seconds'],
  [/(?:Minutes|_minutes)$/, 'minutes'],
  [/(?:Hours|_hours)$/, 'hours'],
  [/(?:Days|_days)$/, 'days'],
  [/(?:Bytes|_bytes)$/, 'bytes'],
  [/(?:Percent|_percent)$/, 'percent'],
];

const LENGTH_MS: Readonly<Partial<Record<Unit, number>>> = {
  ms: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** What people write behind a length of time. */
const WRITTEN: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:ms|msec|milli\w*)$/i, 'ms'],
  [/^(?:s|sec|second|seconds|sekunden?)$/i, 'seconds'],
  [/^(?:m|min|minute|minutes|minuten)$/i, 'minutes'],
  [/^(?:h|hour|hours|std|stunden?)$/i, 'hours'],
  [/^(?:d|day|days|t|tage?)$/i, 'days'],
];

/** The unit of a property by its name; null where the name says none. */
export const unitOf = (name: string): Unit | null =>
  ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? null;

/** What stands behind the field, or behind so many of it. */
export function unitWord(unit: Unit, n = 2): string {
  switch (unit) {
    case 'ms':
      return 'ms';
    case 'seconds':
      return t('{n, plural, one {second} other {seconds}}', { n });
    case 'minutes':
      return t('{n, plural, one {minute} other {minutes}}', { n });
    case 'hours':
      return t('{n, plural, one {hour} other {hours}}', { n });
    case 'days':
      return t('{n, plural, one {day} other {days}}', { n });
    case 'bytes':
      return t('bytes');
    case 'percent':
      return '%';
  }
}

/**
 * Reads a number as it is typed: `1.5`, `1,5`, and for a length of time with a word behind it: `5 min` in a field of seconds is 300.
 * NaN where it is none.
 */
export function readNumber(text: string, unit: Unit | null): number {
  const parts = /^([+-]?[\d.,]+(?:e[+-]?\d+)?)\s*([a-zäöü%]*)$/i.exec(text.trim());
  if (parts === null) return Number.NaN;
  const [, digits = '', word = ''] = parts;
  const number = Number(digits.replace(',', '.'));
  if (word === '' || word === '%') return word === '%' && unit !== 'percent' ? Number.NaN : number;
  const written = WRITTEN.find(([pattern]) => pattern.test(word))?.[1];
  const from = written === undefined ? undefined : LENGTH_MS[written];
  const to = unit === null ? undefined : LENGTH_MS[unit];
  return from === undefined || to === undefined ? Number.NaN : Math.round(((number * from) / to) * 1e6) / 1e6;
}

/** The largest unit of time in which an amount is a whole number, or says more than the one it is in. */
const SAID: readonly Unit[] = ['days', 'hours', 'minutes', 'seconds'];

/** The same amount as people say it: `300` seconds are `5 minutes`; null where that says no more than the number. */
export function saidAmount(value: number, unit: Unit | null): string | null {
  if (unit === 'bytes') return value >= 1000 ? formatBytes(value) : null;
  const length = unit === null ? undefined : LENGTH_MS[unit];
  if (length === undefined || unit === 'days' || value <= 0) return null;
  const milliseconds = value * length;
  for (const larger of SAID) {
    const whole = LENGTH_MS[larger];
    if (whole === undefined || whole <= length || milliseconds < whole) continue;
    if (milliseconds % whole === 0)
      return `${formatNumber(milliseconds / whole)} ${unitWord(larger, milliseconds / whole)}`;
  }
  return null;
}
