import { isTimeZone } from '@datawave/plugin-sdk';
import { CronExpressionParser } from 'cron-parser';

/** A schedule as a rule says it. */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string;
}

/** What is wrong with a schedule, by field. */
export interface ScheduleFault {
  readonly field: 'cron' | 'timeZone';
  /** One sentence without its full stop. */
  readonly message: string;
}

/** The tick comes once a minute: seconds cannot be kept. */
const FIELDS = 5;

/** The longest wait for a leap day is eight years; what waits longer is a slip. */
const MOST_AHEAD_MS = 9 * 366 * 24 * 3_600_000;

/** The first time after an instant. Across a change of the clocks a time that is skipped runs once after the gap, one that is repeated once. */
export const nextTime = ({ cron, timeZone }: Schedule, after: Date): Date =>
  CronExpressionParser.parse(cron, { currentDate: after, tz: timeZone }).next().toDate();

/** Stands for a time that never comes. */
export const NEVER = new Date('9999-01-01T00:00:00Z');

/**
 * As {@link nextTime}, for a schedule that was checked when it was saved: {@link NEVER} where none is found any more, as after the last
 * leap year that the search reaches, so that one such schedule stands in nobody's way.
 */
export function nextTimeOrNever(schedule: Schedule, after: Date): Date {
  try {
    return nextTime(schedule, after);
  } catch {
    return NEVER;
  }
}

/** The first times after an instant, ISO 8601; fewer where no more come. */
export function nextTimes(schedule: Schedule, after: Date, count: number): readonly string[] {
  const times: string[] = [];
  for (let at = after; times.length < count; ) {
    at = nextTimeOrNever(schedule, at);
    if (at >= NEVER) break;
    times.push(at.toISOString());
  }
  return times;
}

/** What is wrong with a schedule; nothing when it can be kept. */
export function checkSchedule(schedule: Schedule): readonly ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  const isZone = isTimeZone(schedule.timeZone);
  if (!isZone)
    faults.push({ field: 'timeZone', message: 'is no time zone; write an IANA name such as Europe/Berlin' });
  const fields = schedule.cron.trim().split(/\s+/).length;
  if (fields !== FIELDS) {
    faults.push({
      field: 'cron',
      message: `has ${fields === 1 ? 'one field' : `${fields} fields`} instead of five: minute, hour, day of the month, month, day of the week`,
    });
    return faults;
  }
  // H stands for a time at random, which would differ each time it is asked for.
  if (/(^|[\s,])H/.test(schedule.cron))
    return [...faults, { field: 'cron', message: 'cannot be read: H is not known' }];
  try {
    const next = nextTime({ ...schedule, timeZone: isZone ? schedule.timeZone : 'UTC' }, new Date());
    if (next.getTime() - Date.now() > MOST_AHEAD_MS)
      faults.push({ field: 'cron', message: `would not run before the year ${next.getUTCFullYear()}` });
  } catch (error) {
    faults.push({ field: 'cron', message: `cannot be read as cron fields${reasonOf(error)}` });
  }
  return faults;
}

/** As the parser words it, such as: Constraint error, got value 99 expected range 0-59. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? ` (${error.message.slice(0, 120)})` : '';
