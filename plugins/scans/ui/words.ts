import { count, formatBytes, formatNumber } from '@datawave/plugin-sdk/ui';
import type { ListedScan } from './api.ts';

/** `3.5 assets, 1,200 rows and 2 MB a second`, `12 assets a minute, 300 rows a second`; null while nothing is known. */
export function rateWords({ progress }: Pick<ListedScan, 'progress'>): string | null {
  const { assetsPerSecond, rowsPerSecond, bytesPerSecond } = progress;
  if (assetsPerSecond === null || assetsPerSecond <= 0) return null;
  const isSlow = assetsPerSecond < 1;
  const parts = [
    ...(isSlow ? [] : [`${formatNumber(assetsPerSecond)} assets`]),
    ...(rowsPerSecond === null ? [] : [count(rowsPerSecond, 'row')]),
    ...(bytesPerSecond === null ? [] : [formatBytes(bytesPerSecond)]),
  ];
  const last = parts.pop();
  const each =
    last === undefined
      ? []
      : [`${[...(parts.length > 0 ? [parts.join(', ')] : []), last].join(' and ')} a second`];
  const slow = isSlow ? [`${count(Math.round(assetsPerSecond * 60), 'asset')} a minute`] : [];
  return [...slow, ...each].join(', ');
}

/** Who did something, without what marks the kind of a principal. */
export function actorWords(actor: string): string {
  if (actor === 'system' || actor.startsWith('plugin:')) return 'DataWave';
  return actor.replace(/^(user|service):/, '');
}

const exact = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' });
const withDay = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});

/** `at 6:00 AM`, `on Mar 3, 6:00 AM`: a moment to come. */
export function momentWords(at: string, now = new Date()): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return 'later';
  return time.toDateString() === now.toDateString()
    ? `at ${exact.format(time)}`
    : `on ${withDay.format(time)}`;
}

/** What a run's mode means. */
export const modeWords = (mode: ListedScan['mode']): string =>
  mode === 'full' ? 'reads everything' : 'reads what changed';
