import { seededRandom } from '@datawave/plugin-sdk/connector';

/** Repeatable choices: the same seed gives the same company on every machine. */
export interface Dice {
  /** A whole number from `from` to `to`, both included. */
  number(from: number, to: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** So many digits; the first may be 0. */
  digits(count: number): string;
  /** So many characters of an alphabet. */
  text(alphabet: string, count: number): string;
  uuid(): string;
  /** A date from the first day of one year to the last of another, `YYYY-MM-DD`. */
  date(fromYear: number, toYear: number): string;
  /** As {@link date}, with a time: `YYYY-MM-DD HH:MM:SS`. */
  moment(fromYear: number, toYear: number): string;
}

const DAY_MS = 86_400_000;

export function createDice(seed: number): Dice {
  const random = seededRandom(seed);
  const number = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const text = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet.charAt(number(0, alphabet.length - 1))).join('');
  const date = (fromYear: number, toYear: number): string => {
    const first = Date.UTC(fromYear, 0, 1);
    const days = (Date.UTC(toYear + 1, 0, 1) - first) / DAY_MS;
    return new Date(first + number(0, days - 1) * DAY_MS).toISOString().slice(0, 10);
  };
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    number,
    text,
    date,
    pick: (choices) => choices[number(0, choices.length - 1)] ?? choices[0],
    chance: (probability) => random() < probability,
    digits: (count) => text('0123456789', count),
    uuid: () => {
      const hex = text('0123456789abcdef', 30);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18)}`;
    },
    moment: (fromYear, toYear) =>
      `${date(fromYear, toYear)} ${two(number(0, 23))}:${two(number(0, 59))}:${two(number(0, 59))}`,
  };
}
