import { DataWaveError, type FieldError, isTimeZone, type MaintenanceWindow } from '@datawave/plugin-sdk';
import { openSpans } from './maintenance-hours.ts';

/** More windows than a person can overlook are a mistake. */
export const MOST_WINDOWS = 20;

const HOUR_MS = 60 * 60_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Weeks that are looked at, a month apart: clocks are set differently in summer, and not everywhere on the same day. */
const WEEKS = 13;
const MONTH_MS = 30 * 24 * HOUR_MS;

/**
 * Refuses hours of maintenance that cannot be meant: time zones that there are not, and windows that leave no hour free in a
 * week, by which the source would never be scanned again.
 * @throws DataWaveError DW_SOURCE_MAINTENANCE, status 400, with pointers into the request
 */
export function checkWindows(windows: readonly MaintenanceWindow[], now = new Date()): void {
  const faults: FieldError[] = windows.flatMap(({ timeZone }, index) =>
    isTimeZone(timeZone)
      ? []
      : [
          {
            pointer: `/maintenance/${index}/timeZone`,
            message: 'is not the name of a time zone, such as Europe/Berlin',
          },
        ],
  );
  if (faults.length > 0)
    throw refused(
      'A time zone of the hours of maintenance is unknown.',
      'Take a name of the IANA time zones, such as Europe/Berlin or UTC.',
      faults,
    );
  if (!leavesAnHour(windows, now))
    throw refused(
      'The hours of maintenance leave no hour of the week free, so the source would never be scanned.',
      'Shorten them, or retire the source if it is to be left alone for good.',
      [{ pointer: '/maintenance', message: 'leaves no hour of the week free' }],
    );
}

function leavesAnHour(windows: readonly MaintenanceWindow[], now: Date): boolean {
  if (windows.length === 0) return true;
  const start = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  for (let week = 0; week < WEEKS; week += 1) {
    const from = start + week * MONTH_MS;
    const to = from + WEEK_MS;
    let free = 0;
    let at = from;
    for (const span of openSpans(windows, { from, to })) {
      free = Math.max(free, Math.min(span.from, to) - at);
      at = Math.max(at, span.to);
    }
    if (Math.max(free, to - at) < HOUR_MS) return false;
  }
  return true;
}

const refused = (message: string, hint: string, errors: readonly FieldError[]): DataWaveError =>
  new DataWaveError({ code: 'DW_SOURCE_MAINTENANCE', message, hint, status: 400, errors });
