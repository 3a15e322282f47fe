import type { RemainingTime } from './remaining-time.ts';

/** A remaining time in the unit that suits it, for words in whatever language. */
export interface RemainingSteps {
  readonly unit: 'second' | 'minute' | 'hour' | 'day';
  readonly about: number;
  readonly least: number;
  readonly most: number;
}

const UNITS = [
  { unit: 'day', seconds: 86_400, from: 172_800 },
  { unit: 'hour', seconds: 3600, from: 5400 },
  { unit: 'minute', seconds: 60, from: 90 },
] as const;

/** Seconds below which nobody wants a number. */
const MOMENT = 8;

/** All three numbers in the unit that suits the likely one, no finer than they deserve; null for a moment. */
export function remainingSteps({ likely, low, high }: RemainingTime): RemainingSteps | null {
  if (high < MOMENT) return null;
  const fit = UNITS.find(({ from }) => likely >= from);
  const size = fit?.seconds ?? 1;
  return {
    unit: fit?.unit ?? 'second',
    about: rounded(likely / size, Math.round, fit === undefined),
    least: rounded(low / size, Math.floor, fit === undefined),
    most: rounded(high / size, Math.ceil, fit === undefined),
  };
}

/** `about 4 minutes left (3 to 6)`: all three numbers in the unit that suits the likely one. @public */
export function remainingWords(remaining: RemainingTime): string {
  const steps = remainingSteps(remaining);
  if (steps === null) return 'a few seconds left';
  const { unit, about, least, most } = steps;
  const text = `about ${about} ${about === 1 ? unit : `${unit}s`} left`;
  if (least === most) return text;
  return `${text} (${least === 0 ? `up to ${most}` : `${least} to ${most}`})`;
}

/** No more digits than the number deserves: seconds in steps of five, tenths only of a few hours. */
function rounded(value: number, round: (value: number) => number, isSeconds: boolean): number {
  if (isSeconds) return value < 10 ? round(value) : round(value / 5) * 5;
  return value < 3 ? round(value * 2) / 2 : round(value);
}
