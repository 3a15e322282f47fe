import { type Distribution, formatNumber, formatShare, t } from '@datawave/plugin-sdk/ui';
import { chartOf } from '@datawave/plugin-sdk/ui/chart';

/** What a distribution is of. */
export function spreadTitle({ of }: Distribution): string {
  return of === 'number'
    ? t('How its numbers are spread')
    : of === 'time'
      ? t('How its times are spread')
      : t('How long its values are');
}

/** As a histogram. */
export function spreadChart(distribution: Distribution): unknown {
  return chartOf({
    kind: 'histogram',
    label: spreadTitle(distribution),
    labels: distribution.counts.map((_, index) => intervalWords(distribution, index)),
    labelTitle: distribution.of === 'length' ? t('Characters') : t('Interval'),
    series: [{ label: t('Rows'), values: distribution.counts }],
    height: 160,
  });
}

/** Where most of it lies, in a sentence. */
export function spreadWords(distribution: Distribution): string {
  const { counts } = distribution;
  const all = counts.reduce((sum, rows) => sum + rows, 0);
  const most = counts.indexOf(Math.max(...counts));
  return t('Most rows, {share}, lie in the interval {interval}. An interval holds five rows at least.', {
    ...{
      share: formatShare((counts[most] ?? 0) / Math.max(1, all)),
      interval: intervalWords(distribution, most),
    },
  });
}

/** `below 10`, `10 to 20`, `20 and more`. */
function intervalWords({ bounds, of }: Distribution, index: number): string {
  const [from, to] = [bounds[index - 1], bounds[index]];
  const isShort = (bounds.at(-1) ?? 0) - (bounds[0] ?? 0) < 3 * 86_400_000 && bounds.length > 1;
  const write = (bound: number): string =>
    of === 'time'
      ? new Date(bound)
          .toISOString()
          .slice(0, isShort ? 16 : 10)
          .replace('T', ' ')
      : formatNumber(bound);
  if (from === undefined) return t('below {bound}', { bound: to === undefined ? '' : write(to) });
  if (to === undefined) return t('{bound} and more', { bound: write(from) });
  return t('{from} to {to}', { from: write(from), to: write(to) });
}
