import type { MaintenanceWindow } from '@datawave/plugin-sdk';

const DAY_MINUTES = 24 * 60;
const DAYS: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** When the hours of maintenance that a moment lies in are over, at the latest of all that cover it; null outside of any. */
export function maintenanceEnd(windows: readonly MaintenanceWindow[], now: Date): Date | null {
  let end: Date | null = null;
  for (const window of windows) {
    const minutes = minutesLeft(window, now);
    if (minutes === null) continue;
    const until = new Date(Math.floor(now.getTime() / 60_000) * 60_000 + minutes * 60_000);
    if (end === null || until > end) end = until;
  }
  return end;
}

/** Minutes until the window closes; null when it is not open. On days when clocks change it may close an hour off. */
function minutesLeft({ days, from, to, timeZone }: MaintenanceWindow, now: Date): number | null {
  const { day, minute } = localTime(now, timeZone);
  const begin = minutesOf(from);
  const end = minutesOf(to);
  // The same time twice is the whole day.
  const length = end > begin ? end - begin : end + DAY_MINUTES - begin;
  for (const started of [day, day === 1 ? 7 : day - 1]) {
    const elapsed = minute - begin + (started === day ? 0 : DAY_MINUTES);
    if (days.includes(started) && elapsed >= 0 && elapsed < length) return length - elapsed;
  }
  return null;
}

function localTime(now: Date, timeZone: string): { readonly day: number; readonly minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return {
    day: DAYS.indexOf(part('weekday')) + 1,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
