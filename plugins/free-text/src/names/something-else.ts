import { monthStampEnd } from '../scan/timestamps.ts';
import { type Lexicon, lexiconKey, listBit } from './lexicon.ts';
import { beginsWithMeasure, beginsWithUnit } from './measures.ts';
import type { NamedThing } from './name-model.ts';
import type { TokenStretch } from './tokenize.ts';

const OF_PHONES = listBit('cue-phone');
const OF_PLACES = listBit('cue-postcode') | listBit('cue-address');

/**
 * Whether what stands in or right beside a thing says that it is another: a product with its version, a measure, a moment,
 * an identifier. The model learned from sentences, and takes what records of machines hold for what it resembles there.
 * @param found - all that the model found in the stretch
 */
export function isSomethingElse(
  thing: NamedThing,
  found: readonly NamedThing[],
  stretch: TokenStretch,
  lexicon: Lexicon,
): boolean {
  const { text } = stretch;
  const value = text.slice(thing.start, thing.end);
  if (isInComment(thing, value, text)) return true;
  switch (thing.kind) {
    case 'person':
    case 'city':
      return isProduct(thing, text) || monthStampEnd(stretch.codes, thing.start, stretch.to) > thing.start;
    case 'organisation':
      return isProduct(thing, text) || SPAN_OF_TIME.test(value);
    case 'phone':
      return isBareNumber(thing, text) && !hasWordOf(OF_PHONES, thing, text, lexicon);
    case 'postcode':
      return !HAS_FORM_OF_POSTCODE.test(value) && !hasPlaceBeside(thing, found, text, lexicon);
    case 'address':
      return beginsWithMeasure(value) || holdsIdentifier(thing, text) || holdsDay(thing, text);
    default:
      return false;
  }
}

/** A version right behind: `Mozilla/5.0`, `curl@8.1`, `Jinja2==3.1`, `Warehouse-1.2.3.jar`, `Compiler v5`. */
const VERSION_BEHIND = /^(?:\/v?\d+(?:\.\d|[\s;,)"']|$)|@[v^~]?\d|==\d|[-_]v?\d+\.\d|\sv\d)/;
const LONGEST_VERSION = 16;

/** RFC 9110 (10.1.5) names products so, and package managers much alike; people have no versions. */
function isProduct({ start, end }: NamedThing, text: string): boolean {
  const word = text[end - 1] === '/' ? end - 1 : end;
  return VERSION_BEHIND.test(text.slice(word, word + LONGEST_VERSION)) && !/\s/.test(text.slice(start, word));
}

/** The comment that RFC 9110 lets stand behind a product: `Apache/2.4.1 (Ubuntu)`. */
const COMMENT_BEFORE = /\p{L}\/v?\d+\.\d[\w.+-]* \([^()\n]*$/u;
const LONGEST_COMMENT = 160;

/** Platforms stand there; whoever is named with more than one name is a person still. */
const isInComment = ({ kind, start }: NamedThing, value: string, text: string): boolean =>
  COMMENT_BEFORE.test(text.slice(Math.max(0, start - LONGEST_COMMENT), start)) &&
  !(kind === 'person' && /\s/.test(value));

/** `50m`, `3h` and `12d` before a word, as tools say for how long. */
const SPAN_OF_TIME = /^\d+(?:[smhd]|ms)\s/;

/** Fewer digits stand wherever something is counted: a size, a status and a size, a process and a port. */
const FEWEST_TELLING = 9;
const LONGEST_NUMBER = 24;
const LONGEST_UNIT = 16;
/** In a row of a table numbers with decimals stand beside it, or others in columns. */
const ROW_BEFORE = /\d[.:]\d+%?\s+$|\d {2,}$/;
const ROW_BEHIND = /^ +\d+[.:]\d|^ {2,}\d/;

/** Whether nothing in the number or beside it speaks of telephones, as a plus, a trunk prefix or an area in parentheses do. */
function isBareNumber({ start, end }: NamedThing, text: string): boolean {
  const value = text.slice(start, end);
  if (value.includes('+')) return false;
  if (value.replace(/\D/g, '').length < FEWEST_TELLING && !/^(?:\(|0[1-9])/.test(value)) return true;
  const behind = text.slice(end, end + LONGEST_NUMBER);
  return (
    beginsWithUnit(behind.slice(0, LONGEST_UNIT)) ||
    ROW_BEHIND.test(behind) ||
    ROW_BEFORE.test(text.slice(Math.max(0, start - LONGEST_NUMBER), start))
  );
}

/** Postal codes that letters tell from numbers: of Britain, Canada, the Netherlands; with the sign of a country. */
const HAS_FORM_OF_POSTCODE =
  /^(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z][\s-]?\d[A-Z]\d|[1-9]\d{3}\s?[A-Z]{2}|[A-Z]{1,2}-\d{4,6})$/i;
const PLACES: ReadonlySet<NamedThing['kind']> = new Set(['city', 'country', 'address']);
/** Code units between a postal code and the place that it is of. */
const BESIDE = 24;

/** `, NY ` before a number: the short name of a state or province. */
const PROVINCE_BEFORE = /,\s*[A-Z]{2}\s+$/;

/** Bare numbers are postal codes beside a place, or where a word says so. */
function hasPlaceBeside(
  thing: NamedThing,
  found: readonly NamedThing[],
  text: string,
  lexicon: Lexicon,
): boolean {
  const { start, end } = thing;
  return (
    found.some(
      (other) => PLACES.has(other.kind) && other.start - end < BESIDE && start - other.end < BESIDE,
    ) ||
    PROVINCE_BEFORE.test(text.slice(Math.max(0, start - BESIDE), start)) ||
    hasWordOf(OF_PLACES, thing, text, lexicon)
  );
}

/** Among so many code units words count, as they do for rules. */
const BEFORE = 80;
const AFTER = 40;
/**
 * Words by themselves: those of paths, of names with dots, and keys of other values, as in `code="200",`, say nothing of
 * what stands near. Short ones stand everywhere.
 */
const WORDS =
  /(?<![\p{L}\d\\.-]|(?:^|[^\p{L}]|\/\p{L}{1,20})\/)\p{L}{3,}(?![\p{L}/\\]|[.-]\p{L}|\w*(?:["']?=(?!["']?$)|["']:(?!\s?["']?$)))/gu;

/** Whether a word of one of the lists stands near on the same line; on those before, too, when the thing begins its own. */
function hasWordOf(lists: number, { start, end }: NamedThing, text: string, lexicon: Lexicon): boolean {
  const lead = text.slice(Math.max(0, start - BEFORE), start);
  const line = lead.slice(lead.lastIndexOf('\n') + 1);
  const [after = ''] = text.slice(end, end + AFTER).split('\n', 1);
  for (const side of [line.trim() === '' ? lead : line, after])
    for (const [word] of side.matchAll(WORDS))
      if ((lexicon.bits(lexiconKey(word)) & lists) !== 0) return true;
  return false;
}

/** A day with its year or time: lists of files have a size before it. */
const DAY =
  /(?<!\p{L})(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec) {1,2}\d{1,2} {1,2}(?:(?:19|20)\d{2}|\d{2}:\d{2})(?!\d)/u;
/** From the short name of a month to the end of its year. */
const LONGEST_DAY = 14;

/** Whether a day begins in it. */
function holdsDay({ start, end }: NamedThing, text: string): boolean {
  const found = DAY.exec(text.slice(start, end + LONGEST_DAY));
  return found !== null && start + found.index < end;
}

/** Digits and the letters up to f in turn, as of hashes and commits. Numbers of houses have a letter at their end at most. */
const IDENTIFIER = /^(?=.*\d)(?=.*[a-f])[\da-f]{7,}$/;

/** Whether it holds an identifier, or a part of one. */
function holdsIdentifier({ start, end }: NamedThing, text: string): boolean {
  let first = start;
  let past = end;
  while (first > 0 && isPartOfWord(text, first - 1)) first--;
  while (past < text.length && isPartOfWord(text, past)) past++;
  return text
    .slice(first, past)
    .split(/[^A-Za-z\d]+/)
    .some((word) => IDENTIFIER.test(word));
}

const isPartOfWord = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at) | 32;
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
};
