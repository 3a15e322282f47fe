import { foldText, readWordList } from '@datawave/plugin-sdk';
import {
  hasInitials,
  hasPersonalTitle,
  isChineseName,
  isCyrillicName,
  isJapaneseName,
  isKoreanName,
} from './person-forms.ts';

/** Lookups of names, folded; of double names the first part counts. */
export interface NameLists {
  isFirstName(value: string): boolean;
  isLastName(value: string): boolean;
  /** `Ada Lovelace`, `Lovelace, Ada`, `A. Lovelace`, `Ada M. Lovelace Jr.`, several of them in a row. */
  isFullName(value: string): boolean;
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

/** Reads each list when it is first asked. */
export function createNameLists(): NameLists {
  const list = (name: string): (() => ReadonlySet<string>) => {
    let words: ReadonlySet<string> | null = null;
    return () => {
      words ??= readWordList(new URL(`../data/${name}.txt`, import.meta.url));
      return words;
    };
  };
  const first = list('first-names');
  const last = list('last-names');
  const eastAsian = list('east-asian-surnames');
  // "Mark", "Rose" and "Cook" are names beside another name only.
  const ambiguous = list('ambiguous-names');
  const inList = (words: ReadonlySet<string>, folded: string): boolean =>
    words.has(folded) || words.has(folded.split('-', 1)[0] ?? '');
  // Of "Mary Ann" and "García López" every part is a name of the same kind; of "Maria Cantwell" only the first is.
  const eachInList = (words: ReadonlySet<string>, folded: string): boolean => {
    if (inList(words, folded)) return true;
    const parts = folded.split(/[\s.]+/).filter((part) => part.length > 1 && !PARTICLES.has(part));
    return parts.length > 0 && parts.length <= 3 && parts.every((part) => inList(words, part));
  };
  const isOneFullName = (value: string): boolean => {
    if (NOT_A_PERSON.test(value) || / a /.test(value)) return false;
    const [before = '', after] = value.split(',', 2);
    const turned = after === undefined ? before : `${after} ${before}`;
    const parts = foldText(turned.replace(/\([^)]*\)|["“”].*?["“”]/g, ' '))
      .split(/[\s.]+/)
      .filter((part) => part !== '' && !TITLES.has(part) && !PARTICLES.has(part));
    if (parts.length < 2 || parts.length > 5) return false;
    if (!/^[\p{Lu}\p{Lo}"(]/u.test(before.trim()) && before !== before.toLowerCase()) return false;
    const [given = ''] = parts;
    const family = parts.at(-1) ?? '';
    if (family.length < 2) return given.length > 1 && inList(last(), given);
    if (given.length === 1) return inList(last(), family);
    if (inList(first(), given)) return true;
    if (ambiguous().has(given)) return inList(last(), family);
    return (
      (inList(first(), family) && inList(last(), given)) ||
      parts.slice(1).some((part) => inList(first(), part) && inList(last(), family))
    );
  };
  return {
    isFirstName: (value) => eachInList(first(), foldText(value)),
    isLastName(value) {
      const folded = foldText(value);
      return eachInList(last(), folded) || last().has(folded.replace(/[\s']/g, '')) || eastAsian().has(value);
    },
    isFullName(value) {
      if (!/\p{L}/u.test(value) || /\d/.test(value)) return false;
      if (isOneFullName(value)) return true;
      const persons = value.split(BETWEEN_PERSONS).filter((part) => part !== '');
      return persons.length > 1 && persons.length <= 12 && persons.every((part) => isOneFullName(part));
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
