import { language, msg, t } from '@datawave/plugin-sdk/ui';
import type { RuleDocument, Schedule } from './api.ts';

/** What a rule reads of each asset: `1,000 random rows`, `every row`, `no row` where its columns are none. */
export function describeSampling({
  sampling,
  columns,
}: {
  readonly sampling: RuleDocument['sampling'];
  readonly columns: Pick<RuleDocument['columns'], 'where'>;
}): string {
  if (columns.where?.trim() === 'false') return t('no row');
  const { rows, strategy } = sampling;
  if (rows === 'full') return t('every row');
  const n = rows;
  if (strategy === 'head') return t('the first {n, plural, one {# row} other {# rows}}', { n });
  return strategy === 'stratified'
    ? t('{n, plural, one {# row} other {# rows}} from even parts', { n })
    : t('{n, plural, one {# random row} other {# random rows}}', { n });
}

/** The same, with which assets are read: `1,000 random rows of what changed`. */
export function describeReading(
  rule: Parameters<typeof describeSampling>[0] & Pick<RuleDocument, 'mode'>,
): string {
  const what = describeSampling(rule);
  return rule.mode === 'full' ? t('{what} of everything', { what }) : t('{what} of what changed', { what });
}

/** `2 sources`, `all sources`. */
export const describeSources = (sources: readonly string[]): string =>
  sources.length === 0
    ? t('all sources')
    : t('{n, plural, one {# source} other {# sources}}', { n: sources.length });

export const DAYS = [
  msg('Sunday'),
  msg('Monday'),
  msg('Tuesday'),
  msg('Wednesday'),
  msg('Thursday'),
  msg('Friday'),
  msg('Saturday'),
] as const;

/** 0 is Sunday. */
export const dayWords = (day: number): string => t(DAYS[day] ?? '');

/** How often a rule runs, as the form offers it. */
export type Frequency = 'never' | 'hourly' | 'daily' | 'weekdays' | 'weekly' | 'monthly' | 'own';

export const FREQUENCIES: Readonly<Record<Frequency, string>> = {
  never: msg('On request only'),
  hourly: msg('Every hour'),
  daily: msg('Every day'),
  weekdays: msg('Monday to Friday'),
  weekly: msg('Every week'),
  monthly: msg('Every month'),
  own: msg('Other (cron)'),
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

/** `every day at 02:00, Europe/Berlin`; the zone is left out where it is yet to be chosen. */
export function describeSchedule(schedule: Schedule | null, hasZone = true): string {
  if (schedule === null) return t('on request');
  const words = timesWords(schedule);
  const isHourly = timesOf(schedule).frequency === 'hourly';
  return hasZone && !isHourly ? t('{times}, {zone}', { times: words, zone: schedule.timeZone }) : words;
}

function timesWords(schedule: Schedule): string {
  const { frequency, at, day, dayOfMonth } = timesOf(schedule);
  switch (frequency) {
    case 'hourly':
      return t('every hour at minute {minute}', { minute: String(Number(at.slice(3))) });
    case 'daily':
      return t('every day at {at}', { at });
    case 'weekdays':
      return t('Monday to Friday at {at}', { at });
    case 'weekly':
      return t('every {day} at {at}', { day: dayWords(day), at });
    case 'monthly':
      return t('on day {day} of the month at {at}', { day: String(dayOfMonth), at });
    default:
      return describeNth(schedule) ?? schedule.cron;
  }
}

const NTH = [msg('first'), msg('second'), msg('third'), msg('fourth'), msg('fifth')] as const;

/** `on the first Sunday of the month at 03:00`; null for what has no such words. */
function describeNth({ cron }: Schedule): string | null {
  const [, minute, hour, day, nth] = /^(\d{1,2}) (\d{1,2}) \* \* ([0-6])#([1-5])$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return null;
  return t('on the {nth} {day} of the month at {at}', {
    ...{ nth: t(NTH[Number(nth) - 1] ?? ''), day: dayWords(Number(day)) },
    at: `${two(Number(hour))}:${two(Number(minute))}`,
  });
}

/** `Mon, 3 March 2026, 02:00`, by the clock of a zone. */
export function formatMoment(iso: string, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat(language(), {
      ...{ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', timeZone },
    }).format(new Date(iso));
  } catch {
    return iso;
  }
}
