import type { CharacterClasses } from '@datawave/plugin-sdk';
import type { NationalNumber } from './national-number.ts';

/**
 * A written form of a number: in its pattern `#` stands for a digit, `A` for a letter, `*` for either, anything else for
 * itself. `###.###.###-##` is a CPF as forms print it.
 */
export interface WrittenForm {
  readonly pattern: string;
  /** Classes of characters in it, those that every value of it has, and how many of them are separators and letters. */
  readonly alphabet: CharacterClasses;
  readonly requires: CharacterClasses;
  readonly marks: number;
  /** Values of it say nothing without the name. */
  readonly needsName: boolean;
  /** Chance that a value of some other column has this form and passes. */
  readonly chance: number;
}

/** Each separator or letter is a choice that about one in five other ways to write a code makes, too. */
const SHARED_MARK = 0.2;
/** So many marks on, codes of other systems are as rare as they get. */
const RAREST = 0.005;

/** How many values of other columns have the form, as compared with bare digits of its length. */
const rarityOf = (marks: number): number => Math.max(RAREST, SHARED_MARK ** marks);

/** The forms of a number, with what they prove. */
export function formsOf(number: NationalNumber): readonly WrittenForm[] {
  return number.forms.map((form): WrittenForm => {
    const { pattern, needsName = false, rarity } = typeof form === 'string' ? { pattern: form } : form;
    const characters = [...pattern];
    const separators = characters.filter((character) => !'#A*'.includes(character));
    const letters = characters.filter((character) => character === 'A').length;
    const named = [...new Set(separators)].map((character) => (character === ' ' ? 'space' : character));
    const marks = separators.length + letters;
    return {
      pattern,
      alphabet: ['digit', ...(/[A*]/.test(pattern) ? ['letter'] : []), ...named].join(' '),
      requires: ['digit', ...named].join(' '),
      marks,
      needsName,
      chance: number.passes * (rarity ?? rarityOf(marks)),
    };
  });
}

/** The patterns without `*` that a pattern stands for. */
export function expandPattern(pattern: string): readonly string[] {
  const star = pattern.indexOf('*');
  if (star < 0) return [pattern];
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return [...expandPattern(`${before}#${after}`), ...expandPattern(`${before}A${after}`)];
}
