import type { MaintenanceWindow, SourceHealth, SourceLoad, SourceState, Tone } from '@datawave/plugin-sdk/ui';
import { formatDuration } from '@datawave/plugin-sdk/ui';
import type { KnownHealth } from './api.ts';

/** A source's health in a word or two. */
export function healthWords({
  state,
  failures,
  isRefused,
}: Pick<KnownHealth, 'state' | 'failures' | 'isRefused'>): string {
  if (state === 'unreachable') return isRefused ? 'refuses credentials' : 'unreachable';
  if (state === 'degraded') return failures > 0 ? 'failing' : 'slow';
  return state === 'healthy' ? 'healthy' : 'not checked yet';
}

export const healthTone = (state: SourceHealth['state']): Tone =>
  state === 'healthy'
    ? 'success'
    : state === 'degraded'
      ? 'warning'
      : state === 'unreachable'
        ? 'danger'
        : 'neutral';

export const stateTone = (state: SourceState): Tone =>
  state === 'active'
    ? 'success'
    : state === 'maintenance'
      ? 'warning'
      : state === 'retired'
        ? 'neutral'
        : 'info';

/** What a state means, for whoever sees it first. */
export const STATE_MEANING: Readonly<Record<SourceState, string>> = {
  discovered: 'Found, and nobody has looked at it yet.',
  validated: 'Its settings answered a test; it was never scanned.',
  registered: 'It was never scanned.',
  active: 'It was scanned at least once.',
  maintenance: 'It is left alone until somebody ends the maintenance.',
  retired: 'It is not scanned any more.',
};

/** What a button says that puts a source into a state. */
export function stateVerb(from: SourceState, to: SourceState): string {
  if (to === 'maintenance') return 'Begin maintenance';
  if (to === 'retired') return 'Retire';
  return from === 'maintenance' ? 'End maintenance' : from === 'retired' ? 'Bring back' : 'Register';
}

/** `12 ms`, `1.4 s`; a dash where nothing was measured. */
export const latencyWords = (ms: number | null): string =>
  ms === null ? '–' : ms < 1 ? '< 1 ms' : formatDuration(ms);

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Names of the days in full, Monday first. */
export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Mon to Fri`, `Sat, Sun`, `every day`. */
export function daysWords(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 1] = sorted;
  const last = sorted.at(-1) ?? first;
  if (sorted.length === 7) return 'every day';
  if (sorted.length > 2 && last - first === sorted.length - 1)
    return `${DAYS[first - 1]} to ${DAYS[last - 1]}`;
  return sorted.map((day) => DAYS[day - 1] ?? '').join(', ');
}

/** `Mon to Fri, 22:00 to 06:00 the next day (Europe/Berlin)`. */
export function windowWords({ days, from, to, timeZone }: MaintenanceWindow): string {
  const hours =
    from === to ? `from ${from} for 24 hours` : `${from} to ${to}${to < from ? ' the next day' : ''}`;
  return `${daysWords(days)}, ${hours} (${timeZone})`;
}

/** `4 assets at once`, with the other limits that there are. */
export function loadWords({
  maxConcurrency,
  maxStatementsPerSecond,
  statementTimeoutMs,
}: SourceLoad): string {
  return [
    `${maxConcurrency} ${maxConcurrency === 1 ? 'asset' : 'assets'} at once`,
    maxStatementsPerSecond === null
      ? 'statements as fast as it answers'
      : `${maxStatementsPerSecond} statements a second`,
    `${statementTimeoutMs / 1000} s for a statement`,
  ].join(' · ');
}
