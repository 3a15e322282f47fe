import { countWords } from '../count-words.ts';
import type { Severity } from '../governance/framework.ts';
import type { Sensitivity } from '../governance/info-types.ts';
import type { Tone } from './shell-context.ts';

/** The tone in which a sensitivity is shown: the more sensitive, the more alarming. @public */
export const sensitivityTone = (level: Sensitivity): Tone =>
  level === 'restricted'
    ? 'danger'
    : level === 'confidential'
      ? 'warning'
      : level === 'internal'
        ? 'info'
        : 'success';

/** The tone in which a severity is shown. @public */
export const severityTone = (level: Severity): Tone =>
  level === 'critical' || level === 'high' ? 'danger' : level === 'medium' ? 'warning' : 'neutral';

const plain = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `12,345`. @public */
export const formatNumber = (value: number): string => plain.format(value);

/** `12.3K`. @public */
export const formatCompact = (value: number): string =>
  Math.abs(value) < 10_000 ? plain.format(value) : short.format(value);

/** `1 column`, `12 columns`. @public */
export const count = (value: number, one: string, many?: string): string => countWords(value, one, many);

/** A share from 0 to 1 as `97%`; never 0 or 100 unless it is. @public */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return '<1%';
  if (percent < 100 && percent > 99) return '>99%';
  return `${Math.round(percent)}%`;
}

/** `840 ms`, `3.2 s`, `4 min 5 s`. @public */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const BYTES = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `840 bytes`, `3.2 MB`: by thousands, with the digits that they deserve. @public */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < BYTES.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 9.95 ? formatNumber(Math.round(value)) : value.toFixed(1)} ${BYTES[unit] ?? ''}`;
}

/** Probability of a verdict as people write it: `0.97`; never 1.00 unless it is. @public */
export const formatConfidence = (confidence: number): string =>
  confidence < 1 && confidence >= 0.995 ? '>0.99' : confidence.toFixed(2);
