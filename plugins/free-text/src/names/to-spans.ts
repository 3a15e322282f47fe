import { foldText } from '@datawave/plugin-sdk';
import type { FoundSpan } from '../resolve-spans.ts';
import { logit } from '../rules/run-rules.ts';
import { lexiconKey, listBit } from './lexicon.ts';
import type { NamedThing, NameModel } from './name-model.ts';
import { isSomethingElse } from './something-else.ts';
import type { TokenStretch } from './tokenize.ts';

/** Info types that the model can find. */
export const MODEL_TYPES = [
  'PERSON_NAME',
  'STREET_ADDRESS',
  'CITY',
  'COUNTRY',
  'ORGANIZATION_NAME',
  'NATIONALITY',
  'RELIGION',
  'POLITICAL_OPINION',
  'OCCUPATION',
  'PERSON_TITLE',
  'AGE',
  'DATE_OF_BIRTH',
  'DATE',
  'POSTAL_CODE',
  'PHONE_NUMBER',
  'CREDIT_CARD_NUMBER',
  'DRIVER_LICENSE_NUMBER',
] as const;

type ModelType = (typeof MODEL_TYPES)[number];

const SAYS: Readonly<Record<ModelType, string>> = {
  PERSON_NAME: 'reads like the name of a person',
  STREET_ADDRESS: 'reads like a postal address',
  CITY: 'reads like the name of a place',
  COUNTRY: 'reads like the name of a country',
  ORGANIZATION_NAME: 'reads like the name of an organisation',
  NATIONALITY: 'reads like a nationality',
  RELIGION: 'reads like a religion',
  POLITICAL_OPINION: 'reads like a political group',
  OCCUPATION: 'reads like an occupation',
  PERSON_TITLE: 'reads like a form of address',
  AGE: 'reads like the age of a person',
  DATE_OF_BIRTH: 'reads like a date, and the words around it speak of birth',
  DATE: 'reads like a date',
  POSTAL_CODE: 'stands where a postal code stands',
  PHONE_NUMBER: 'stands where a telephone number stands',
  CREDIT_CARD_NUMBER: 'stands where a card number stands',
  DRIVER_LICENSE_NUMBER: 'stands where the number of a driving licence stands',
};

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const RELIGIONS = words(
  'christian christians catholic catholics protestant protestants orthodox lutheran lutherans anglican methodist baptist evangelical mormon mormons jewish jew jews muslim muslims islamic sunni shia shiite hindu hindus buddhist buddhists sikh sikhs jain taoist atheist atheists agnostic quaker pentecostal presbyterian zoroastrian',
);
const POLITICS = words(
  'democrat democrats republican republicans conservative conservatives labour liberal liberals communist communists socialist socialists marxist libertarian tory tories whig',
);
const BIRTH =
  /(?<!\p{L})(?:born|birth|birthday|dob|b-?day|geboren|geburtsdatum|geburtstag|nee?|naissance|nacido|nacida|nacimiento|nato|nata|nascita|geboortedatum|nascimento)(?!\p{L})/u;

/** A number that the model took for the end of the name before it; regnal numbers and years of birth are shorter. */
const NUMBER_BEHIND = /[\s,;:(]+\+?\(?\d(?:[\s()./-]{0,2}\d){4,}$/;

/** Where the name of a person ends: no name holds a long number, and whoever is written down with one is often called by it. */
const endOfName = ({ kind, start, end }: NamedThing, text: string): number =>
  kind === 'person' ? start + text.slice(start, end).replace(NUMBER_BEHIND, '').length : end;

const digitsIn = (value: string): number => value.replace(/\D/g, '').length;

/** The info type of what the model found, or null when a look at the value itself speaks against it. */
function typeOf(thing: NamedThing, text: string, model: NameModel): ModelType | null {
  const value = text.slice(thing.start, thing.end);
  const folded = foldText(value);
  switch (thing.kind) {
    case 'person':
      return /\p{L}/u.test(value) ? 'PERSON_NAME' : null;
    case 'address':
      return 'STREET_ADDRESS';
    case 'city':
      return /\p{L}/u.test(value) ? 'CITY' : null;
    case 'country':
      return 'COUNTRY';
    case 'organisation':
      return /\p{L}/u.test(value) ? 'ORGANIZATION_NAME' : null;
    case 'nationality':
      return RELIGIONS.has(folded) ? 'RELIGION' : POLITICS.has(folded) ? 'POLITICAL_OPINION' : 'NATIONALITY';
    case 'title': {
      const isTitle = (model.lexicon.bits(lexiconKey(value.replace(/\.$/, ''))) & listBit('title')) !== 0;
      return isTitle ? 'PERSON_TITLE' : 'OCCUPATION';
    }
    case 'age':
      return /^\d{1,3}$/.test(value) && Number(value) > 125 ? null : 'AGE';
    case 'date':
      return BIRTH.test(
        foldText(
          `${text.slice(Math.max(0, thing.start - 80), thing.start)} | ${text.slice(thing.end, thing.end + 40)}`,
        ),
      )
        ? 'DATE_OF_BIRTH'
        : 'DATE';
    case 'postcode':
      return /\d/.test(value) ? 'POSTAL_CODE' : null;
    case 'phone':
      return digitsIn(value) >= 5 && digitsIn(value) <= 20 ? 'PHONE_NUMBER' : null;
    case 'card':
      return digitsIn(value) >= 11 && digitsIn(value) <= 19 ? 'CREDIT_CARD_NUMBER' : null;
    case 'licence':
      return digitsIn(value) >= 4 ? 'DRIVER_LICENSE_NUMBER' : null;
  }
}

/** Words written as parts of programs: `Math.floor`, `EventEmitter`. The model knows texts better than programs. */
const PERSONAL: ReadonlySet<NamedThing['kind']> = new Set(['person', 'city', 'organisation']);
const CAMEL = /^(?!Ma?c|O['’]|D[aei']|L[ae]|V[ao]n)(?:\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}*)+|\p{Lu}{2,}\p{Ll}+)$/u;
/** How many times less likely a name in camel case is when no list has it. */
const CAMEL_ODDS = 3;

function probabilityOf(thing: NamedThing, text: string, model: NameModel): number {
  if (!PERSONAL.has(thing.kind)) return thing.probability;
  const value = text.slice(thing.start, thing.end);
  if (/^(?:\(|\.\p{Ll})/u.test(text.slice(thing.end, thing.end + 2)) && !/\s/.test(value)) return 0;
  if (!CAMEL.test(value) || (model.lexicon.bits(lexiconKey(value)) & KNOWN_NAMES) !== 0)
    return thing.probability;
  const odds = thing.probability / (1.0001 - thing.probability) / CAMEL_ODDS;
  return odds / (1 + odds);
}

const KNOWN_NAMES = listBit('organisation') | listBit('first-name') | listBit('last-name') | listBit('city');

/** What the model found as spans; see {@link NameModel} of hints. */
export function nameSpans(
  stretch: TokenStretch,
  model: NameModel,
  hints?: readonly number[],
): readonly FoundSpan[] {
  const { text } = stretch;
  const detector = `free-text/names@${model.version}`;
  const things = model.find(stretch, hints);
  return things.flatMap((found): FoundSpan[] => {
    const thing = { ...found, end: endOfName(found, text) };
    if (isSomethingElse(thing, things, stretch, model.lexicon)) return [];
    const infoType = typeOf(thing, text, model);
    if (infoType === null) return [];
    const probability = probabilityOf(thing, text, model);
    return [
      {
        infoType,
        start: thing.start,
        end: thing.end,
        confidence: probability,
        detector,
        isChecked: false,
        evidence: [
          {
            signal: 'model',
            classifier: `free-text@${model.version}`,
            weight: Math.round(logit(probability) * 1000) / 1000,
            detail: `with the words around it, it ${SAYS[infoType]}`,
          },
        ],
      },
    ];
  });
}
