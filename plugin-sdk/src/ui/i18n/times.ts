import { language, perLanguage } from './language.ts';
import { t } from './translate.ts';

const relative = perLanguage(
  () => new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'long' }),
);
const formatWith = (options: Intl.DateTimeFormatOptions): ((time: Date) => string) => {
  const made = perLanguage(() => new Intl.DateTimeFormat(language(), options));
  return (time) => (Number.isNaN(time.getTime()) ? '–' : made().format(time));
};
const asDate = (time: Date | string): Date => (typeof time === 'string' ? new Date(time) : time);
const day = formatWith({ dateStyle: 'medium' });
const dayAndTime = formatWith({ dateStyle: 'medium', timeStyle: 'short' });
const timeOfDay = formatWith({ timeStyle: 'short' });
const timeToTheSecond = formatWith({ timeStyle: 'medium' });

/** `Jan 31, 2026`; `31.01.2026` in German. A text is read as ISO 8601; one that is no time becomes `–`. @public */
export const formatDate = (time: Date | string): string => day(asDate(time));

/** `Jan 31, 2026, 1:05 PM`; `31.01.2026, 13:05` in German. @public */
export const formatDateTime = (time: Date | string): string => dayAndTime(asDate(time));

/** `1:05 PM`; `13:05` in German. To the `second` where one thing follows another: `1:05:09 PM`. @public */
export const formatTime = (time: Date | string, precision: 'minute' | 'second' = 'minute'): string =>
  precision === 'second' ? timeToTheSecond(asDate(time)) : timeOfDay(asDate(time));

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `just now`, `3 minutes ago`. @public */
export function formatRelative(time: Date, now = new Date()): string {
  const seconds = Math.round((time.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) < 45) return t('just now');
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative().format(Math.round(seconds / length), unit);
  }
  return relative().format(Math.sign(seconds), 'minute');
}
