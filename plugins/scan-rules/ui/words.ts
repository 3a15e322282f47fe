import { count } from '@datawave/plugin-sdk/ui';
import type { RuleDocument, Schedule } from './api.ts';

export const STRATEGIES: Readonly<Record<RuleDocument['sampling']['strategy'], string>> = {
  random: 'random rows',
  head: 'the first rows',
  stratified: 'even parts',
};

/** What a rule reads of each asset: `1,000 random rows`, `every row`, `no row` where its columns are none. */
export function describeSampling({
  sampling,
  columns,
}: {
  readonly sampling: RuleDocument['sampling'];
  readonly columns: Pick<RuleDocument['columns'], 'where'>;
}): string {
  if (columns.where?.trim() === 'false') return 'no row';
  const { rows, strategy } = sampling;
  if (rows === 'full') return 'every row';
  if (strategy === 'head') return `the first ${count(rows, 'row')}`;
  return strategy === 'stratified' ? `${count(rows, 'row')} from even parts` : `${count(rows, 'random row')}`;
}

/** `2 sources`, `all sources`. */
export const describeSources = (sources: readonly string[]): string =>
  sources.length === 0 ? 'all sources' : count(sources.length, 'source');

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** How often a rule runs, as the form offers it. */
export type Frequency = 'never' | 'hourly' | 'daily' | 'weekdays' | 'weekly' | 'monthly' | 'own';

export const FREQUENCIES: Readonly<Record<Frequency, string>> = {
  never: 'On request only',
  hourly: 'Every hour',
  daily: 'Every day',
  weekdays: 'Monday to Friday',
  weekly: 'Every week',
  monthly: 'Every month',
  own: 'Other (cron)',
};

/** A schedule as the form shows it. */
export interface Times {
  readonly frequency: Frequency;
  /** `HH:MM`. */
  readonly at: string;
  /** 0 for Sunday. */
  readonly day: number;
  readonly dayOfMonth: number;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** Reads a schedule back into the form; what the form has no words for is `own`. */
export function timesOf(schedule: Schedule | null): Times {
  const plain: Times = { frequency: 'never', at: '02:00', day: 0, dayOfMonth: 1 };
  if (schedule === null) return plain;
  const match = /^(\d{1,2}) (\*|\d{1,2}) (\*|\d{1,2}) \* (\*|1-5|[0-6])$/.exec(schedule.cron);
  const [, minute = '', hour = '', dayOfMonth = '', day = ''] = match ?? [];
  const isClock = Number(minute) < 60 && (hour === '*' || Number(hour) < 24);
  if (match === null || !isClock) return { ...plain, frequency: 'own' };
  if (hour === '*')
    return dayOfMonth === '*' && day === '*'
      ? { ...plain, frequency: 'hourly', at: `00:${two(Number(minute))}` }
      : { ...plain, frequency: 'own' };
  const at = `${two(Number(hour))}:${two(Number(minute))}`;
  if (dayOfMonth !== '*')
    return day === '*'
      ? { ...plain, at, frequency: 'monthly', dayOfMonth: Number(dayOfMonth) }
      : { ...plain, at, frequency: 'own' };
  if (day === '*') return { ...plain, at, frequency: 'daily' };
  if (day === '1-5') return { ...plain, at, frequency: 'weekdays' };
  return { ...plain, at, frequency: 'weekly', day: Number(day) };
}

/** The cron fields of what the form says; null for `never` and `own`. */
export function cronOf({ frequency, at, day, dayOfMonth }: Times): string | null {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  switch (frequency) {
    case 'hourly':
      return `${minute} * * * *`;
    case 'daily':
      return `${minute} ${hour} * * *`;
    case 'weekdays':
      return `${minute} ${hour} * * 1-5`;
    case 'weekly':
      return `${minute} ${hour} * * ${day}`;
    case 'monthly':
      return `${minute} ${hour} ${dayOfMonth} * *`;
    default:
      return null;
  }
}

/** `every day at 02:00, Europe/Berlin`. */
export function describeSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'on request';
  const times = timesOf(schedule);
  const zone = schedule.timeZone;
  switch (times.frequency) {
    case 'hourly':
      return `every hour at minute ${Number(times.at.slice(3))}`;
    case 'daily':
      return `every day at ${times.at}, ${zone}`;
    case 'weekdays':
      return `Monday to Friday at ${times.at}, ${zone}`;
    case 'weekly':
      return `every ${DAYS[times.day]} at ${times.at}, ${zone}`;
    case 'monthly':
      return `on day ${times.dayOfMonth} of the month at ${times.at}, ${zone}`;
    default:
      return describeNth(schedule) ?? `${schedule.cron}, ${zone}`;
  }
}

const NTH = ['first', 'second', 'third', 'fourth', 'fifth'] as const;

/** `on the first Sunday of the month at 03:00`; null for what has no such words. */
function describeNth({ cron, timeZone }: Schedule): string | null {
  const [, minute, hour, day, nth] = /^(\d{1,2}) (\d{1,2}) \* \* ([0-6])#([1-5])$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return null;
  return `on the ${NTH[Number(nth) - 1]} ${DAYS[Number(day)]} of the month at ${two(Number(hour))}:${two(Number(minute))}, ${timeZone}`;
}

/** `Mon, 3 March 2026, 02:00`, by the clock of a zone. */
export function formatMoment(iso: string, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    }).format(new Date(iso));
  } catch {
    return iso;
  }
}
