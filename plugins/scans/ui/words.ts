import { formatBytes, formatDateTime, formatNumber, formatTime, t } from '@datawave/plugin-sdk/ui';
import { isEnded, type ListedScan } from './api.ts';

/** `3.5 assets, 1,200 rows and 2 MB a second`, `12 assets a minute, 300 rows a second`; null while nothing is known. */
export function rateWords({ progress }: Pick<ListedScan, 'progress'>): string | null {
  const { assetsPerSecond, rowsPerSecond, bytesPerSecond } = progress;
  if (assetsPerSecond === null || assetsPerSecond <= 0) return null;
  const isSlow = assetsPerSecond < 1;
  const parts = [
    ...(isSlow ? [] : [t('{n} assets', { n: formatNumber(assetsPerSecond) })]),
    ...(rowsPerSecond === null ? [] : [t('{n, plural, one {# row} other {# rows}}', { n: rowsPerSecond })]),
    ...(bytesPerSecond === null ? [] : [formatBytes(bytesPerSecond)]),
  ];
  const last = parts.pop();
  const amount =
    last === undefined || parts.length === 0
      ? last
      : t('{first} and {last}', { first: parts.join(', '), last });
  const each = amount === undefined ? [] : [t('{amount} a second', { amount })];
  const slow = isSlow
    ? [
        t('{n, plural, one {# asset a minute} other {# assets a minute}}', {
          n: Math.round(assetsPerSecond * 60),
        }),
      ]
    : [];
  return [...slow, ...each].join(', ');
}

/** How many assets a run has looked at, of how many. */
export const scanProgress = (run: ListedScan): string => {
  const { total, done } = run.tasks;
  if (total === 0) return isEnded(run.state) ? '0' : '–';
  if (isEnded(run.state)) return formatNumber(total);
  return t('{n} of {total}', { n: formatNumber(done), total: formatNumber(total) });
};

/** Who did something, without what marks the kind of a principal. */
export function actorWords(actor: string): string {
  if (actor === 'system' || actor.startsWith('plugin:')) return 'DataWave';
  return actor.replace(/^(user|service):/, '');
}

/** `at 6:00 AM`, `on Mar 3, 6:00 AM`: a moment to come. */
export function momentWords(at: string, now = new Date()): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return t('later');
  return time.toDateString() === now.toDateString()
    ? t('at {time}', { time: formatTime(time) })
    : t('on {date}', { date: formatDateTime(time) });
}

/** What a run's mode means. */
export const modeWords = (mode: ListedScan['mode']): string =>
  mode === 'full' ? t('It reads everything') : t('It reads what changed');
