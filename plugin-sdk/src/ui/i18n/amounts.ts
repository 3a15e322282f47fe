import { count } from './count.ts';
import { formatNumber, formatTenths } from './numbers.ts';
import { t } from './translate.ts';

/** `840 ms`, `3.2 s`, `4 min 5 s`. @public */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return t('{n} ms', { n: Math.round(milliseconds) });
  const seconds = milliseconds / 1000;
  if (seconds < 60) return t('{n} s', { n: seconds < 10 ? formatTenths(seconds) : Math.round(seconds) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('{minutes} min {seconds} s', { minutes, seconds: Math.round(seconds % 60) });
  return t('{hours} h {minutes} min', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

const LARGER = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `840 bytes`, `3.2 MB`: by thousands, with the digits that they deserve. @public */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return count(Math.round(bytes), 'byte');
  let unit = 0;
  let value = bytes / 1000;
  while (value >= 999.5 && unit < LARGER.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 9.95 ? formatNumber(Math.round(value)) : formatTenths(value)} ${LARGER[unit] ?? ''}`;
}
