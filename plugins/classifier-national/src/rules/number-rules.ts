import type {
  CharacterClasses,
  ColumnView,
  InfoTypeRule,
  RuleEvidence,
  ValueRule,
} from '@datawave/plugin-sdk';
import type { WrittenForm } from '../forms.ts';
import type { NationalNumber } from '../national-number.ts';
import { createNumberReader, type NumberReader } from '../number-reader.ts';
import { type PhraseSet, phraseSet } from './phrase-set.ts';
import { FAMILY_NAMES, OTHER_NUMBERS } from './words.ts';

/** What a name weighs: unmistakable, an abbreviation of several meanings, a word for numbers of any country. */
const NAME_WEIGHT = 5.5;
const ABBREVIATION_WEIGHT = 3.2;
const FAMILY_WEIGHT = 2.5;

/** Turns numbers into rules. They know of each other, because what many share proves little for one. */
export function numberRules(numbers: readonly NationalNumber[]): readonly InfoTypeRule[] {
  const reader = createNumberReader(numbers);
  const sharing = countSharing(numbers.map((_, place) => reader.forms(place)));
  const families = {
    identity: phraseSet(FAMILY_NAMES.identity),
    tax: phraseSet(FAMILY_NAMES.tax),
    social: phraseSet(FAMILY_NAMES.social),
    health: phraseSet(FAMILY_NAMES.health),
  };
  return numbers.flatMap((number, place) => {
    const abbreviations = number.abbreviations ?? [];
    const own = phraseSet([...number.names, ...abbreviations]);
    const family = families[number.family];
    const forms = reader.forms(place);
    const alone = forms.filter((form) => !form.needsName);
    const shared: Omit<InfoTypeRule, 'values'> = {
      infoType: number.infoType,
      kinds: ['text', 'integer'],
      names: [
        { phrases: number.names, weight: NAME_WEIGHT },
        { phrases: abbreviations, weight: ABBREVIATION_WEIGHT },
      ],
      neutral: ['number', 'id', 'last', 'code', 'value'],
      ...(number.unlike === undefined ? {} : { unlike: number.unlike }),
      subjects: { person: 0.5, thing: -1, organisation: -0.5 },
      neighbours: 0.4,
      inspect: (column) => inspectNumber(column, { reader, place, own, family, sharing }),
    };
    return [
      ...(alone.length === 0 ? [] : [{ ...shared, values: tellingRules(number, place, reader, alone) }]),
      // Forms that prove nothing without the name are not looked for without it, either.
      ...(alone.length === forms.length
        ? []
        : [{ ...shared, needsName: true, values: [namedRule(number, place, reader)] }]),
    ];
  });
}

/** How many numbers are written in each form and can be told by their values alone. */
function countSharing(all: readonly (readonly WrittenForm[])[]): ReadonlyMap<string, number> {
  const sharing = new Map<string, number>();
  for (const forms of all)
    for (const { pattern, needsName } of forms)
      if (!needsName) sharing.set(pattern, (sharing.get(pattern) ?? 0) + 1);
  return sharing;
}

/** Of numbers that no check digit or date guards at least so many random ones pass. */
const CHECKED = 0.6;
const UNCHECKED_PENALTY = 1.5;

/**
 * How far values alone may go, however many pass: another system may use the very same check digit, so that a scheme which a
 * tenth of numbers pass never gets as sure as one with a date and two check digits.
 */
const strongestOf = (chance: number): number => Math.min(11, 6.5 - 0.6 * Math.log(chance));

/**
 * The questions asked of values, of which the strongest answer counts: is it in this telling form, with a gate of its own that
 * costs other values nothing; in any form that can stand alone, because a column may mix them?
 */
function tellingRules(
  number: NationalNumber,
  place: number,
  reader: NumberReader,
  alone: readonly WrittenForm[],
): readonly ValueRule[] {
  const least = Math.min(...alone.map((form) => form.chance));
  const telling = alone.filter((form) => form.marks > 0 && form.chance <= least * 10);
  const toRule = (group: readonly WrittenForm[]): ValueRule => {
    const [only] = group;
    const chance = Math.max(...group.map((form) => form.chance));
    const stray = strayChance(group, chance);
    const isChecked = number.passes < CHECKED;
    return {
      ...gateOf(group),
      signal: isChecked ? 'checksum' : 'pattern',
      says: number.says,
      matches:
        group.length === 1
          ? (value) => reader.formOf(value, place) === only
          : (value) => reader.formOf(value, place)?.needsName === false,
      validate: (value) => reader.read(value, place) !== null,
      chance,
      ...(stray === null ? {} : { stray, checkChance: Math.min(0.5, number.passes) }),
      strongest: strongestOf(chance) - (isChecked ? 0 : UNCHECKED_PENALTY),
      weakest: -3,
    };
  };
  const rules = telling.map((form) => toRule([form]));
  return telling.length === 0 || mayMix(alone) ? [...rules, toRule(alone)] : rules;
}

/** Whether forms stand side by side in one column: with and without separators, of several lengths; not with two separators. */
function mayMix(forms: readonly WrittenForm[]): boolean {
  if (forms.length < 2) return false;
  const hasBare = forms.some(({ marks }) => marks === 0);
  return (
    hasBare ||
    forms.every(({ alphabet }) => alphabet.includes('letter')) ||
    gateOf(forms).requires !== 'digit'
  );
}

/** Under the name a form that others share, too, confirms it. */
function namedRule(number: NationalNumber, place: number, reader: NumberReader): ValueRule {
  const forms = reader.forms(place);
  return {
    ...gateOf(forms),
    signal: 'shape',
    says: number.says,
    matches: (value) => reader.formOf(value, place) !== null,
    validate: (value) => reader.read(value, place) !== null,
    chance: Math.min(0.4, Math.max(...forms.map((form) => form.chance))),
    strongest: 1.8,
    weakest: -3,
  };
}

/** Among ordinary values about one in fifty is a code at all, with letters or separators among digits. */
const CODES_AMONG_VALUES = 0.02;
/** A form counts as unmistakable when no more of the codes written like it, or of the numbers as long as it, pass. */
export const UNMISTAKABLE_CODE = 0.002;
const UNMISTAKABLE_DIGITS = 0.0001;

/** Chance of a single ordinary value to look like this, of forms that can be looked for among other values. */
function strayChance(group: readonly WrittenForm[], chance: number): number | null {
  if (group.every((form) => form.marks > 0))
    return chance <= UNMISTAKABLE_CODE ? chance * CODES_AMONG_VALUES : null;
  return chance <= UNMISTAKABLE_DIGITS ? chance : null;
}

function gateOf(
  forms: readonly WrittenForm[],
): Pick<ValueRule, 'alphabet' | 'requires' | 'minLength' | 'maxLength'> {
  const classes = (lists: readonly CharacterClasses[]): readonly ReadonlySet<string>[] =>
    lists.map((list) => new Set(list.split(' ')));
  const required = classes(forms.map((form) => form.requires));
  const [first = new Set<string>(), ...rest] = required;
  const lengths = forms.map((form) => form.pattern.length);
  return {
    alphabet: [...new Set(classes(forms.map((form) => form.alphabet)).flatMap((set) => [...set]))].join(' '),
    requires: [...first].filter((name) => rest.every((set) => set.has(name))).join(' '),
    minLength: Math.min(...lengths),
    maxLength: Math.max(...lengths),
  };
}

/** Values looked at beyond the counting that the engine does. */
const LOOKED_AT = 20;
const NOTHING: readonly RuleEvidence[] = [];

interface Surroundings {
  readonly reader: NumberReader;
  /** The number's place among those that the reader knows. */
  readonly place: number;
  /** Names of this very number. */
  readonly own: PhraseSet;
  /** Names of numbers of its family in any country. */
  readonly family: PhraseSet;
  readonly sharing: ReadonlyMap<string, number>;
}

/**
 * What check digits cannot say: with a name, that the form is right although check digits fail, as in made-up data; without
 * one, that other countries write numbers the same way, or that the name tells of another kind of number.
 */
function inspectNumber(column: ColumnView, about: Surroundings): readonly RuleEvidence[] {
  const { reader, place, own, family, sharing } = about;
  const form = reader.formOf(column.values[0] ?? '', place) ?? reader.formOf(column.values[1] ?? '', place);
  if (form === null) return NOTHING;
  const other = column.tokens.find((token) => OTHER_NUMBERS.has(token));
  if (other !== undefined) {
    const weight = own.in(column) === null ? -5 : -9;
    return [
      { signal: 'negative', weight, detail: `"${other}" in the name tells of numbers of another kind` },
    ];
  }
  if (own.in(column) !== null) return inspectNamed(column, reader, place);
  const evidence: RuleEvidence[] = [];
  const general = family.in(column);
  if (general !== null)
    evidence.push({
      signal: 'name',
      weight: FAMILY_WEIGHT,
      detail: `the name says "${general}", which any country may have issued`,
    });
  const alike = sharing.get(form.pattern) ?? 1;
  if (alike > 1)
    evidence.push({
      signal: 'negative',
      weight: -Math.log(alike),
      detail: `${alike} kinds of national numbers are written like this, and the name does not say which it is`,
    });
  return evidence;
}

function inspectNamed(column: ColumnView, reader: NumberReader, place: number): readonly RuleEvidence[] {
  const values = column.values.slice(0, LOOKED_AT);
  const formed = values.filter((value) => reader.formOf(value, place) !== null).length;
  const passed = values.filter((value) => reader.read(value, place) !== null).length;
  if (formed < 0.8 * values.length || passed >= 0.5 * values.length) return NOTHING;
  return [
    {
      signal: 'shape',
      // Separators and letters at the right places say more than so many digits.
      weight: values.some((value) => (reader.formOf(value, place)?.marks ?? 0) > 0) ? 5.5 : 4.5,
      detail:
        'the values have the form of it, though their check digits do not hold, as in numbers made up or altered',
    },
  ];
}
