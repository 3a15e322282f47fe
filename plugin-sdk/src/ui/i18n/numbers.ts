import { language, perLanguage } from './language.ts';

const formatWith = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
  const made = perLanguage(() => new Intl.NumberFormat(language(), options));
  return (value) => made().format(value);
};

const whole = formatWith({});
const short = formatWith({ notation: 'compact', maximumFractionDigits: 1 });
const percent = formatWith({ style: 'percent', maximumFractionDigits: 0 });
const tenths = formatWith({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = formatWith({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `12,345`; `12.345` in German. @public */
export const formatNumber = (value: number): string => whole(value);

/** `12.3K`; `12.345` in German, which shortens millions and more. @public */
export const formatCompact = (value: number): string =>
  Math.abs(value) < 10_000 ? whole(value) : short(value);

/** A share from 0 to 1 as `97%`; never 0 or 100 unless it is. @public */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return `<${percent(0.01)}`;
  if (share < 1 && share > 0.99) return `>${percent(0.99)}`;
  return percent(share);
}

/** Probability of a verdict as people write it: `0.97`; never 1.00 unless it is. @public */
export const formatConfidence = (confidence: number): string =>
  confidence < 1 && confidence >= 0.995 ? `>${hundredths(0.99)}` : hundredths(confidence);

/** With one digit after the comma. */
export const formatTenths = (value: number): string => tenths(value);
