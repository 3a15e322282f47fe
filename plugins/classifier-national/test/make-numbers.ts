import { nationalNumbers } from '../src/national-numbers.ts';
import { createNumberReader } from '../src/number-reader.ts';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Digits that look random and are the same at each run. */
export function createDice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

/** Fills `#` with digits, `A` with letters and `*` with either; `\\A` stands for the letter itself. */
export function fillTemplate(template: string, roll: (sides: number) => number): string {
  return template.replace(/\\(.)|[#A*]/g, (mark, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    const alphabet = mark === '#' ? DIGITS : mark === 'A' ? LETTERS : DIGITS + LETTERS;
    return alphabet[roll(alphabet.length)] ?? '0';
  });
}

const reader = createNumberReader(nationalNumbers);

/** Place of an info type among the numbers. @throws RangeError when there is none */
export function placeOf(infoType: string): number {
  const place = nationalNumbers.findIndex((number) => number.infoType === infoType);
  if (place < 0) throw new RangeError(`There is no number ${infoType}.`);
  return place;
}

export const isNumber = (infoType: string, value: string): boolean =>
  reader.read(value, placeOf(infoType)) !== null;

/** Invented numbers with right check digits: a made-up beginning, then whatever makes it pass. */
export function makeNumbers(infoType: string, template: string, count: number): readonly string[] {
  const roll = createDice([...infoType].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const made = new Set<string>();
  for (let tries = 0; made.size < count; tries++) {
    if (tries > 200_000) throw new RangeError(`Nothing like ${template} passes as ${infoType}.`);
    const value = fillTemplate(template, roll);
    if (isNumber(infoType, value)) made.add(value);
  }
  return [...made];
}
