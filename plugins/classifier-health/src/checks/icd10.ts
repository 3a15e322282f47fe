import { readFileSync } from 'node:fs';

/** How a code is written: letter, digit, digit or letter; more after a dot or without one; marks of ICD-10-GM. */
const DOTTED = /^([A-Z]\d[\dAB])\.([\dA-Z]{1,4}|-)(?:[ ]?[GVZA])?[+*!†]?$/i;
const PLAIN = /^([A-Z]\d[\dAB])([\dA-Z]{0,4})[+*!†]?$/i;

/** What a code of the form of ICD-10 says of itself. */
export interface DiagnosisCode {
  /** Letter of the chapter, upper case. */
  readonly chapter: string;
  readonly category: string;
  readonly hasDot: boolean;
  /** Whether there is such a category and, where the code goes on, such a subcategory. */
  readonly exists: boolean;
}

/** Looks diagnosis codes up. The list is read when it is first asked. */
export interface DiagnosisCodes {
  /** Null when the text has not the form of a code. */
  read(text: string): DiagnosisCode | null;
}

/** The WHO's edition divides some categories that ICD-10-CM leaves whole, and names a few more; either counts. */
const WHO_FOURTH = '0123456789';

export function createDiagnosisCodes(): DiagnosisCodes {
  let categories: ReadonlyMap<string, string> | null = null;
  const list = (): ReadonlyMap<string, string> => {
    categories ??= readCategories(new URL('../../data/icd10-categories.txt', import.meta.url));
    return categories;
  };
  return {
    read(text) {
      if (!startsAsCode(text)) return null;
      const dotted = DOTTED.exec(text);
      const match = dotted ?? PLAIN.exec(text);
      if (match === null) return null;
      const category = (match[1] ?? '').toUpperCase();
      const rest = (match[2] ?? '').toUpperCase();
      const fourths = list().get(category);
      const exists =
        fourths !== undefined &&
        (rest === '' ||
          rest === '-' ||
          (fourths === '' ? WHO_FOURTH : `${fourths}X`).includes(rest.charAt(0)));
      return { chapter: category.charAt(0), category, hasDot: dotted !== null, exists };
    },
  };
}

/** A letter and a digit: asked before any expression is tried. */
function startsAsCode(text: string): boolean {
  const letter = text.charCodeAt(0) | 32;
  const digit = text.charCodeAt(1);
  return letter >= 97 && letter <= 122 && digit >= 48 && digit <= 57;
}

function readCategories(file: URL): ReadonlyMap<string, string> {
  const entries = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' '));
  return new Map(entries.map(([category = '', fourths = '']) => [category, fourths] as const));
}

/** ICD-9-CM: three digits with up to two after a dot, V and E codes. Only a name makes sense of it. */
export const isIcd9 = (text: string): boolean =>
  /^(?:\d{3}(?:\.\d{1,2})?|V\d{2}(?:\.\d{1,2})?|E\d{3}(?:\.\d)?)$/.test(text);

/** ICD-11: chapter, letter, digit, digit or letter, and extensions after a dot. */
export const isIcd11 = (text: string): boolean =>
  /^[1-9A-Z][A-HJ-NP-Z]\d[\dA-Z](?:\.[\dA-Z]{1,3})?$/.test(text);
