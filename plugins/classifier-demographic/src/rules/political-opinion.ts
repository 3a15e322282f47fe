import { type ColumnView, type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { holdsOneOf, isOneOf, WORD_CHARACTERS } from '../checks/word-set.ts';
import { POLITICAL_INDICATORS, POLITICAL_MAYBE, POLITICAL_OPINION } from '../names/politics.ts';
import { CHOICES, PARTIES, POLITICAL_TELLING } from '../words/politics.ts';
import { createIndicatorCheck } from './indicators.ts';

const asksDirection = createIndicatorCheck(POLITICAL_INDICATORS, 'of one political direction');

/** Democrats, Republicans, independents and smaller parties of the United States, as lists of members and voters write them. */
const AMERICAN: ReadonlySet<string> = new Set(
  'D R I L G N ID DFL DEM REP IND LIB GRN NPA NOP UNA U NA NP O OTH'.split(' '),
);

/** Letters say nothing but under the name of a party: there Democrats and Republicans stand side by side. */
function americanLetters(column: ColumnView): readonly RuleEvidence[] {
  if (!column.named('party', 'affiliation', 'registration', 'pid', 'partisan', 'partisanship')) return [];
  const written = new Set(column.values.map((value) => value.toUpperCase()));
  const hasBoth = (written.has('D') && written.has('R')) || (written.has('DEM') && written.has('REP'));
  return hasBoth && [...written].every((value) => AMERICAN.has(value))
    ? [{ signal: 'dictionary', weight: 2.5, detail: 'the values are letters of American parties' }]
    : [];
}

/** What somebody votes for, belongs to or thinks of politics. */
export const politicalOpinionRule: InfoTypeRule = {
  infoType: 'POLITICAL_OPINION',
  kinds: ['text', 'integer', 'boolean', 'decimal'],
  names: [
    { phrases: phraseList(POLITICAL_OPINION), weight: 5, kinds: ['text'] },
    { phrases: phraseList(POLITICAL_OPINION), weight: 3 },
    { phrases: ['party', 'parties', 'parti', 'partido'], weight: 2.5, whole: true },
    { phrases: ['party'], weight: 1.5 },
    { phrases: phraseList(POLITICAL_MAYBE), weight: 1.2, whole: true },
  ],
  neutral: phraseList(
    `code, name, id, group, abbr, abbreviation, short, label, long, affiliation, self, placement, at, time, 7, 5, 3, simplified,
    detailed, current, recode, rec, cat, category, scale`,
  ),
  unlike: phraseList(
    `size, guests, third, birthday, counterparty, website, url, seats, share, count, leader, votes, wedding, date, percent, pct, margin,
    turnout`,
  ),
  values: [
    {
      signal: 'dictionary',
      says: 'are names of parties or political directions',
      alphabet: `${WORD_CHARACTERS} digit`,
      requiresOne: 'letter unicode',
      minLength: 1,
      maxLength: 60,
      matches: holdsOneOf(PARTIES),
      present: 0.7,
      chance: 0.05,
      strongest: 3,
      weakest: -1,
    },
    {
      signal: 'dictionary',
      says: 'are names that only parties and political directions go by',
      alphabet: `${WORD_CHARACTERS} digit`,
      requiresOne: 'letter unicode',
      minLength: 2,
      maxLength: 60,
      matches: isOneOf(POLITICAL_TELLING),
      present: 0.6,
      chance: 0.004,
      strongest: 5,
      weakest: -1,
    },
    {
      signal: 'dictionary',
      says: 'are those whom people voted for',
      alphabet: WORD_CHARACTERS,
      minLength: 4,
      maxLength: 30,
      matches: isOneOf(CHOICES),
      present: 0.7,
      chance: 0.03,
      strongest: 2.5,
      weakest: -1,
    },
    {
      signal: 'shape',
      says: 'are codes or steps of a scale',
      alphabet: 'digit . -',
      minLength: 1,
      maxLength: 4,
      matches: /^-?\d{1,2}(?:\.0)?$/,
      present: 0.95,
      chance: 0.4,
      strongest: 0.3,
      weakest: -1,
    },
    {
      signal: 'shape',
      says: 'are short codes in capitals, as parties are written',
      alphabet: 'upper - / .',
      minLength: 1,
      maxLength: 8,
      matches: /^[A-Z][A-Z./-]{0,7}$/,
      present: 0.95,
      chance: 0.5,
      strongest: 0,
      weakest: -1,
    },
  ],
  inspect: (column, table) => [...asksDirection(column, table), ...americanLetters(column)],
  subjects: { person: 1, thing: -1.5, organisation: -1 },
  neighbours: 0.5,
};
