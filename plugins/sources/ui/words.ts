import type { MaintenanceWindow, SourceHealth, SourceLoad, SourceState, Tone } from '@datawave/plugin-sdk/ui';
import { formatDuration, formatNumber, t } from '@datawave/plugin-sdk/ui';
import type { KnownHealth } from './api.ts';

/** A source's health in a word or two. */
export function healthWords({
  state,
  failures,
  isRefused,
}: Pick<KnownHealth, 'state' | 'failures' | 'isRefused'>): string {
  if (state === 'unreachable') return isRefused ? t('refuses credentials') : t('unreachable');
  if (state === 'degraded') return failures > 0 ? t('failing') : t('slow');
  return healthStateWords(state);
}

/** The state of a source's health, without what led to it. */
export const healthStateWords = (state: SourceHealth['state']): string =>
  ({
    unknown: t('not checked yet'),
    healthy: t('healthy'),
    degraded: t('degraded'),
    unreachable: t('unreachable'),
  })[state];

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

/** A state in a word. */
export const stateWords = (state: SourceState | 'deleted'): string =>
  ({
    discovered: t('discovered', {}, 'source'),
    validated: t('validated', {}, 'source'),
    registered: t('registered', {}, 'source'),
    active: t('active', {}, 'source'),
    maintenance: t('maintenance', {}, 'source'),
    retired: t('retired', {}, 'source'),
    deleted: t('deleted', {}, 'source'),
  })[state];

/** What a state means, for whoever sees it first. */
export const stateMeaning = (state: SourceState): string =>
  ({
    discovered: t('Found, and nobody has looked at it yet.'),
    validated: t('Its settings answered a test; it was never scanned.'),
    registered: t('It was never scanned.'),
    active: t('It was scanned at least once.'),
    maintenance: t('It is left alone until somebody ends the maintenance.'),
    retired: t('It is not scanned any more.'),
  })[state];

/** What a button says that puts a source into a state. */
export function stateVerb(from: SourceState, to: SourceState): string {
  if (to === 'maintenance') return t('Begin maintenance');
  if (to === 'retired') return t('Retire');
  return from === 'maintenance' ? t('End maintenance') : from === 'retired' ? t('Bring back') : t('Register');
}

/** `12 ms`, `1.4 s`; a dash where nothing was measured. */
export const latencyWords = (ms: number | null): string =>
  ms === null ? '–' : ms < 1 ? '< 1 ms' : formatDuration(ms);

/** Names of the days in full, Monday first. */
export const dayNames = (): readonly string[] => [
  ...[t('Monday'), t('Tuesday'), t('Wednesday'), t('Thursday'), t('Friday'), t('Saturday'), t('Sunday')],
];

/** The same in short. */
export const shortDayNames = (): readonly string[] => [
  ...[t('Mon'), t('Tue'), t('Wed'), t('Thu'), t('Fri'), t('Sat'), t('Sun')],
];

/** `Mon to Fri`, `Sat, Sun`, `every day`. */
export function daysWords(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 1] = sorted;
  const last = sorted.at(-1) ?? first;
  const names = shortDayNames();
  const name = (day: number): string => names[day - 1] ?? '';
  if (sorted.length === 7) return t('every day');
  if (sorted.length > 2 && last - first === sorted.length - 1)
    return t('{first} to {last}', { first: name(first), last: name(last) });
  return sorted.map(name).join(', ');
}

/** `Mon to Fri, 22:00 to 06:00 the next day (Europe/Berlin)`. */
export function windowWords({ days, from, to, timeZone }: MaintenanceWindow): string {
  const values = { days: daysWords(days), from, to, zone: timeZone };
  if (from === to) return t('{days}, from {from} for 24 hours ({zone})', values);
  return to < from
    ? t('{days}, {from} to {to} the next day ({zone})', values)
    : t('{days}, {from} to {to} ({zone})', values);
}

/** `4 assets at once`, with the other limits that there are. */
export function loadWords({
  maxConcurrency,
  maxStatementsPerSecond,
  statementTimeoutMs,
}: SourceLoad): string {
  return [
    t('{n, plural, one {# asset at once} other {# assets at once}}', { n: maxConcurrency }),
    maxStatementsPerSecond === null
      ? t('statements as fast as it answers')
      : t('{n} statements a second', { n: formatNumber(maxStatementsPerSecond) }),
    t('{n} s for a statement', { n: formatNumber(statementTimeoutMs / 1000) }),
  ].join(' · ');
}
