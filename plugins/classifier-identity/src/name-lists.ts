import { type FrequencyList, foldText, readFrequencyList, readWordList } from '@datawave/plugin-sdk';
import {
  hasInitials,
  hasPersonalTitle,
  isChineseName,
  isCyrillicName,
  isJapaneseName,
  isKoreanName,
} from './person-forms.ts';

/**
 * Looks names up, folded; of double names the first part counts. What weighs answers null for what is no such name, and
 * otherwise the natural log of how much likelier the value is as a name than as a word, a place or a brand: above 0 for
 * "Maria", below 0 for "April".
 */
export interface NameLists {
  weighFirstName(value: string): number | null;
  weighLastName(value: string): number | null;
  /** `Ada Lovelace`, `Lovelace, Ada`, `A. Lovelace`, `Ada M. Lovelace Jr.`, several of them in a row. */
  weighFullName(value: string): number | null;
  /** Forms that names alone take, whether or not a list knows them: initials, titles, names of East Asia and Russia. */
  hasNameForm(value: string): boolean;
}

const TITLES: ReadonlySet<string> = new Set(
  'mr mrs ms miss dr drs dra prof sir dame lord lady herr frau hr fr monsieur madame mme mlle m don dona senor senora sr sra sig dott ing mgr rev capt col gen lt sgt jr sr ii iii iv phd md esq msc mba cpa rn dds dvm hj haji shri smt sen rep gov hon bapak ibu'.split(
    ' ',
  ),
);
const PARTICLES: ReadonlySet<string> = new Set(
  'van von der den de la le du di da del della dos das do el al bin binti ibn bint ter ten zu zum af av y e mac mc st san santa abu'.split(
    ' ',
  ),
);
// Words that make of names a firm, a work or a place.
const NOT_A_PERSON =
  /\b(?:inc|ltd|llc|llp|gmbh|ag|co|corp|company|companies|group|plc|sa|srl|spa|bv|nv|band|orchestra|quartet|university|college|school|schools|academy|elementary|kindergarten|hospital|museum|church|street|road|avenue|park|lake|river|county|city|the|and|of|for|in|on|with|feat|vs|to|an|my|your|no|not|is|it|at|&|und|et|der die|los|las|les|sons|brothers|bros|team|club|fc|association|foundation|institute|bank|services|systems|solutions|international|global|records|music|films|studio|studios|media|press|edition|live|best|hits|vol|part|model|series|island|mountain|mount|beach|bay|airport|station|united|airlines|hotel|restaurant|cafe|sma|smp|sd)\b/i;
const BETWEEN_PERSONS = /\s*(?:;|\||\/|&|,? and | und | et al\.?| with )\s*/;

/** A first name oftener something else than this ("Florence", "Mark") makes a full name beside a known family name only. */
const AMBIGUOUS = -1;
/** What a full name loses whose first name no list knows. */
const UNKNOWN_GIVEN = 1.5;
/** That a name is common tells less than that it is rare: columns of other things hold Marias, too. */
const MOST_FOR_A_NAME = 1;

/** Reads each list when it is first asked. */
export function createNameLists(): NameLists {
  const first = once(() => readFrequencyList(new URL('../data/first-names.txt', import.meta.url)));
  const last = once(() => readFrequencyList(new URL('../data/last-names.txt', import.meta.url)));
  const eastAsian = once(() => readWordList(new URL('../data/east-asian-surnames.txt', import.meta.url)));
  const weighOneFullName = (value: string): number | null => {
    if (NOT_A_PERSON.test(value) || / a /.test(value)) return null;
    const [before = '', after] = value.split(',', 2);
    const turned = after === undefined ? before : `${after} ${before}`;
    const parts = foldText(turned.replace(/\([^)]*\)|["“”].*?["“”]/g, ' '))
      .split(/[\s.]+/)
      .filter((part) => part !== '' && !TITLES.has(part) && !PARTICLES.has(part));
    if (parts.length < 2 || parts.length > 5) return null;
    if (!/^[\p{Lu}\p{Lo}"(]/u.test(before.trim()) && before !== before.toLowerCase()) return null;
    const [given = ''] = parts;
    const family = parts.at(-1) ?? '';
    if (family.length < 2) return given.length > 1 ? weighPart(last(), given) : null;
    const asFamily = weighPart(last(), family);
    if (given.length === 1) return asFamily;
    const asGiven = weighPart(first(), given);
    if (asGiven !== null && asFamily !== null) return (asGiven + asFamily) / 2;
    if (asGiven !== null && asGiven > AMBIGUOUS) return asGiven;
    const turnedGiven = weighPart(first(), family);
    if (turnedGiven !== null && turnedGiven > AMBIGUOUS) {
      const turnedFamily = weighPart(last(), given);
      if (turnedFamily !== null) return (turnedGiven + turnedFamily) / 2;
    }
    if (asFamily === null) return null;
    for (const part of parts.slice(1)) {
      const middle = weighPart(first(), part);
      if (middle !== null && middle > AMBIGUOUS) return (middle + asFamily) / 2;
    }
    // The lists know fewer first names than there are; a family name that is nothing else tells who stands before it.
    const isCapitalised = before !== before.toLowerCase();
    return isCapitalised && parts.length <= 3 && asFamily > 0 ? asFamily - UNKNOWN_GIVEN : null;
  };
  return {
    weighFirstName: (value) => weighParts(first(), foldText(value)),
    weighLastName(value) {
      const folded = foldText(value);
      const weight = weighParts(last(), folded) ?? weighEntry(last(), folded.replace(/[\s']/g, ''));
      return weight ?? (eastAsian().has(value) ? 0 : null);
    },
    weighFullName(value) {
      if (!/\p{L}/u.test(value) || /\d/.test(value)) return null;
      const weight = weighOneFullName(value);
      if (weight !== null) return weight;
      const persons = value.split(BETWEEN_PERSONS).filter((part) => part !== '');
      return persons.length > 1 && persons.length <= 12 ? meanOf(persons, weighOneFullName) : null;
    },
    hasNameForm(value) {
      if (/\d/.test(value)) return false;
      const code = value.codePointAt(0) ?? 0;
      if (code < 0x250)
        return (
          value.split(/\s*;\s*|,? and |, (?=\p{Lu}\.)/u, 4).every((part) => hasInitials(part)) ||
          hasPersonalTitle(value)
        );
      return (
        isCyrillicName(value) ||
        isChineseName(value) ||
        isKoreanName(value) ||
        isJapaneseName(value, (text) => eastAsian().has(text))
      );
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function weighEntry(list: FrequencyList, folded: string): number | null {
  const weight = list.weigh(folded);
  return weight === null ? null : Math.min(MOST_FOR_A_NAME, weight);
}

const weighPart = (list: FrequencyList, folded: string): number | null =>
  weighEntry(list, folded) ?? (folded.includes('-') ? weighEntry(list, folded.split('-', 1)[0] ?? '') : null);

/** Of "Mary Ann" and "García López" every part is a name of the same kind; of "Maria Cantwell" only the first is. */
function weighParts(list: FrequencyList, folded: string): number | null {
  const whole = weighPart(list, folded);
  if (whole !== null) return whole;
  const parts = folded.split(/[\s.]+/).filter((part) => part.length > 1 && !PARTICLES.has(part));
  return parts.length > 0 && parts.length <= 3 ? meanOf(parts, (part) => weighPart(list, part)) : null;
}

/** The mean of what all weigh; null as soon as one is no name. */
function meanOf(values: readonly string[], weigh: (value: string) => number | null): number | null {
  let sum = 0;
  for (const value of values) {
    const weight = weigh(value);
    if (weight === null) return null;
    sum += weight;
  }
  return sum / values.length;
}
