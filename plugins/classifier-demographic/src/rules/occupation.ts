import { type ColumnView, type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { OCCUPATION, POST } from '../names/work.ts';
import type { OccupationList } from '../occupation-list.ts';

const FIELDS: ReadonlySet<string> = new Set(
  'industry industries sector sectors description education qualification degree tag tags category naics comment comments note notes summary text state'.split(
    ' ',
  ),
);
/** Words for occupations stand in names of industries and in descriptions, too. */
const ofFields = (column: ColumnView): readonly RuleEvidence[] => {
  const word = column.tokens.at(-1) ?? '';
  return FIELDS.has(word) && !column.named('job description', 'job category', 'job', 'occupation')
    ? [{ signal: 'negative', weight: -2.5, detail: `"${word}" in the name speaks of a field or a text` }]
    : [];
};

export const occupationRule = (occupations: OccupationList): InfoTypeRule => ({
  infoType: 'OCCUPATION',
  kinds: ['text', 'integer'],
  names: [
    { phrases: phraseList(OCCUPATION), weight: 4, kinds: ['text'] },
    { phrases: phraseList(OCCUPATION), weight: 1.5, kinds: ['integer'] },
    {
      phrases: phraseList(POST),
      weight: 2.2,
      whole: true,
      subjects: ['person', 'organisation'],
      kinds: ['text'],
    },
    { phrases: phraseList(POST), weight: 0.8, whole: true, kinds: ['text'] },
    { phrases: ['title', 'position', 'role', 'work'], weight: 0.5, kinds: ['text'] },
  ],
  neutral: [
    'name',
    'code',
    'description',
    'desc',
    'label',
    'category',
    'group',
    'class',
    'level',
    'recode',
    'father',
    'mother',
    'husband',
    'wife',
    'title',
    'type',
  ],
  unlike: [
    ...[
      'courtesy',
      'id',
      'status',
      'queue',
      'schedule',
      'run',
      'cron',
      'batch',
      'film',
      'movie',
      'book',
      'page',
      'song',
    ],
    ...[
      'satisfaction',
      'search',
      'posting',
      'url',
      'album',
      'article',
      'event',
      'paper',
      'news',
      'video',
      'track',
      'product',
      'project',
      'tournament',
      'grid',
      'latitude',
      'start',
      'end',
      'finish',
      'game',
      'story',
      'alternative',
      'english',
      'original',
      'document',
      'course',
      'task',
    ],
  ],
  values: [
    {
      signal: 'dictionary',
      says: 'hold a word for an occupation',
      alphabet: "letter unicode space - _ . , ( ) / ' + other",
      minLength: 2,
      maxLength: 100,
      weigh: occupations.weighOccupation,
      present: 0.75,
      chance: 0.08,
      strongest: 5,
      weakest: -2,
    },
    {
      signal: 'shape',
      says: 'are short words',
      alphabet: "letter unicode space - _ . , ( ) / ' + other digit",
      minLength: 2,
      maxLength: 60,
      matches: /\p{L}{2}/u,
      present: 0.97,
      chance: 0.6,
      strongest: 0,
      weakest: -2,
    },
  ],
  inspect: ofFields,
  subjects: { person: 0.5, thing: -2 },
  neighbours: 0.4,
});
