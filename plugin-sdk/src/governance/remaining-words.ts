import type { RemainingTime } from './remaining-time.ts';

const UNITS = [
  { one: 'day', seconds: 86_400, from: 172_800 },
  { one: 'hour', seconds: 3600, from: 5400 },
  { one: 'minute', seconds: 60, from: 90 },
] as const;

/** Seconds below which nobody wants a number. */
const MOMENT = 8;

/** `about 4 minutes left (3 to 6)`: all three numbers in the unit that suits the likely one. @public */
export function remainingWords({ likely, low, high }: RemainingTime): string {
  if (high < MOMENT) return 'a few seconds left';
  const unit = UNITS.find(({ from }) => likely >= from);
  const [one, size] = unit === undefined ? ['second', 1] : [unit.one, unit.seconds];
  const about = rounded(likely / size, Math.round, unit === undefined);
  const least = rounded(low / size, Math.floor, unit === undefined);
  const most = rounded(high / size, Math.ceil, unit === undefined);
  const text = `about ${about} ${about === 1 ? one : `${one}s`} left`;
  if (least === most) return text;
  return `${text} (${least === 0 ? `up to ${most}` : `${least} to ${most}`})`;
}

/** No more digits than the number deserves: seconds in steps of five, tenths only of a few hours. */
function rounded(value: number, round: (value: number) => number, isSeconds: boolean): number {
  if (isSeconds) return value < 10 ? round(value) : round(value / 5) * 5;
  return value < 3 ? round(value * 2) / 2 : round(value);
}
