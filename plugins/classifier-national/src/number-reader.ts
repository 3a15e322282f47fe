import { expandPattern, formsOf, type WrittenForm } from './forms.ts';
import type { NationalNumber } from './national-number.ts';

/** Reads values as the numbers of all countries at once: those written alike are found by one look at the value. */
export interface NumberReader {
  /** The forms of a number, by its place in the list. */
  forms(number: number): readonly WrittenForm[];
  /** The form of which the value is that number, its check digits included, or null. */
  read(value: string, number: number): WrittenForm | null;
  /** The form of that number that the value has, whether or not its check digits hold. */
  formOf(value: string, number: number): WrittenForm | null;
}

interface Candidate {
  readonly number: number;
  readonly form: WrittenForm;
  readonly check: (bare: string) => boolean;
}

/** All that is written in one way. */
interface Layout {
  readonly pattern: string;
  readonly isBare: boolean;
  readonly candidates: readonly Candidate[];
}

const DIGIT = 1;
const LETTER = 2;

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return DIGIT;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return LETTER;
  return code;
}

/** Mixes the classes of a value's characters into one number; values of one layout have the same. */
function layoutKey(value: string): number {
  let key = value.length;
  for (let place = 0; place < value.length; place++)
    key = (Math.imul(key, 31) + classOf(value.charCodeAt(place))) | 0;
  return key;
}

/** Whether a value has a layout: equal keys may still be chance. */
function hasLayout(value: string, pattern: string): boolean {
  if (value.length !== pattern.length) return false;
  for (let place = 0; place < value.length; place++) {
    const mark = pattern.charCodeAt(place);
    const code = value.charCodeAt(place);
    const expected = mark === 35 ? DIGIT : mark === 65 ? LETTER : mark;
    if (classOf(code) !== expected) return false;
  }
  return true;
}

const LONGEST = 24;

/** What a value is, by the place of each number in the list. */
interface Reading {
  value: string | null;
  candidates: readonly Candidate[];
  readonly formed: (WrittenForm | null)[];
  readonly passing: (WrittenForm | null)[];
}

/**
 * Compiles the layouts of all numbers. The last value is remembered, because it is asked about for every number in turn, and
 * the one before it, because rules look at the first two values of a column side by side.
 */
export function createNumberReader(numbers: readonly NationalNumber[]): NumberReader {
  const forms = numbers.map(formsOf);
  const layouts = createLayouts(numbers, forms);
  const createReading = (): Reading => ({
    value: null,
    candidates: [],
    formed: numbers.map(() => null),
    passing: numbers.map(() => null),
  });
  let latest = createReading();
  let other = createReading();

  const find = (value: string): Layout | null => {
    if (value.length > LONGEST) return null;
    const layout = layouts.get(layoutKey(value));
    return layout !== undefined && hasLayout(value, layout.pattern) ? layout : null;
  };
  const readAll = (value: string, reading: Reading): void => {
    for (const { number } of reading.candidates) {
      reading.formed[number] = null;
      reading.passing[number] = null;
    }
    reading.value = value;
    const layout = find(value);
    reading.candidates = layout?.candidates ?? [];
    if (layout === null) return;
    const bare = layout.isBare ? value : bareOf(value);
    for (const { number, form, check } of layout.candidates) {
      reading.formed[number] = form;
      if (check(bare)) reading.passing[number] = form;
    }
  };
  const readingOf = (value: string): Reading => {
    if (value === latest.value) return latest;
    [latest, other] = [other, latest];
    if (value !== latest.value) readAll(value, latest);
    return latest;
  };
  return {
    forms: (number) => forms[number] ?? [],
    read: (value, number) => readingOf(value).passing[number] ?? null,
    formOf: (value, number) => readingOf(value).formed[number] ?? null,
  };
}

const bareOf = (value: string): string => value.replace(/[^\dA-Za-z]/g, '').toUpperCase();

function createLayouts(
  numbers: readonly NationalNumber[],
  forms: readonly (readonly WrittenForm[])[],
): ReadonlyMap<number, Layout> {
  const byPattern = new Map<string, Candidate[]>();
  numbers.forEach(({ check }, number) => {
    for (const form of forms[number] ?? []) {
      for (const pattern of expandPattern(form.pattern)) {
        const candidates = byPattern.get(pattern) ?? [];
        candidates.push({ number, form, check });
        byPattern.set(pattern, candidates);
      }
    }
  });
  const layouts = new Map<number, Layout>();
  for (const [pattern, candidates] of byPattern) {
    const key = layoutKey(pattern.replaceAll('#', '0'));
    const other = layouts.get(key);
    if (other !== undefined)
      throw new TypeError(
        `The forms ${pattern} and ${other.pattern} have the same key; change the way it is mixed.`,
      );
    layouts.set(key, { pattern, isBare: /^#+$/.test(pattern), candidates });
  }
  return layouts;
}
