import type { MaintenanceWindow } from '@datawave/plugin-sdk';
import { type LocalTime, ZoneClock } from './local-time.ts';

/** A stretch of time, milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * The times at which windows are open that touch a stretch of time, joined where they meet, in order. They go by the clocks of
 * their time zones: where clocks are set back, an hour that is shown twice belongs to the window both times.
 */
export function openSpans(windows: readonly MaintenanceWindow[], within: Span): readonly Span[] {
  const clocks = new Map<string, ZoneClock>();
  const spans = windows.flatMap((window) => {
    const clock = clocks.get(window.timeZone) ?? new ZoneClock(window.timeZone);
    clocks.set(window.timeZone, clock);
    return spansOf(window, clock, within);
  });
  return joined(spans).filter(({ from, to }) => from < within.to && to > within.from);
}

/** When the hours of maintenance that a moment lies in are over, at the latest of all that follow on each other; null outside of any. */
export function maintenanceEnd(windows: readonly MaintenanceWindow[], now: Date): Date | null {
  if (windows.length === 0) return null;
  const at = now.getTime();
  // Asked for each task of a scan, and mostly outside of any: the days to come are looked at only within one.
  if (openSpans(windows, { from: at, to: at + 1 }).length === 0) return null;
  // Windows may follow on each other for days, but never for longer than a week: then no hour would be free.
  const span = openSpans(windows, { from: at, to: at + 8 * DAY_MS }).find(
    ({ from, to }) => from <= at && at < to,
  );
  return span === undefined ? null : new Date(span.to);
}

function spansOf(window: MaintenanceWindow, clock: ZoneClock, within: Span): Span[] {
  const begin = minutesOf(window.from);
  const end = minutesOf(window.to);
  const isOvernight = end <= begin;
  const spans: Span[] = [];
  // From two days before, because one that began the day before may still be open, and zones are a day apart at most.
  const last = within.to + 2 * DAY_MS;
  // Days of the calendar one after the other: those on which clocks are set forward are shorter than a step of 24 hours.
  for (
    let local: LocalDay = clock.at(within.from - 2 * DAY_MS);
    utcOf(local) < last;
    local = dayAfter(local)
  ) {
    const weekday = new Date(utcOf(local)).getUTCDay();
    if (!window.days.includes(weekday === 0 ? 7 : weekday)) continue;
    const from = Math.min(...clock.moments({ ...local, minute: begin }));
    const to = Math.max(...clock.moments({ ...(isOvernight ? dayAfter(local) : local), minute: end }));
    if (to > from) spans.push({ from, to });
  }
  return spans;
}

type LocalDay = Omit<LocalTime, 'minute'>;

/** When a day begins where clocks show UTC. */
const utcOf = ({ year, month, day }: LocalDay): number => Date.UTC(year, month - 1, day);

function dayAfter({ year, month, day }: LocalDay): LocalDay {
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.to) result.push(span);
    else if (span.to > last.to) result[result.length - 1] = { from: last.from, to: span.to };
  }
  return result;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
