import type { InfoTypeRule } from '@datawave/plugin-sdk';
import { holdsOneOf, isOneOf, WORD_CHARACTERS, wordSet } from '../checks/word-set.ts';

const RELIGIONS = wordSet(
  'christian,christianity,catholic,roman catholic,protestant,orthodox,lutheran,anglican,baptist,methodist,presbyterian,evangelical,mormon,jehovahs witness,muslim,islam,sunni,shia,jewish,judaism,jew,hindu,hinduism,buddhist,buddhism,sikh,sikhism,jain,bahai,taoist,shinto,atheist,agnostic,no religion,non religious,evangelisch,katholisch,roemisch katholisch,islamisch,juedisch,konfessionslos,catholique,protestant,musulman,catolico,judio',
);
const ETHNIC = wordSet(
  'white,black,african american,hispanic,latino,asian,caucasian,native american,american indian,alaska native,pacific islander,native hawaiian,mixed,mixed race,two or more races,multiracial,black or african american,hispanic or latino,white british,black african,black caribbean,south asian,east asian,arab,roma,indigenous,aboriginal,maori,cauc,afam',
);
const ETHNIC_TELLING = wordSet(
  'african american,hispanic,latino,caucasian,native american,american indian,alaska native,pacific islander,native hawaiian,two or more races,multiracial,black or african american,hispanic or latino,white british,black african,black caribbean',
);
const PARTIES = wordSet(
  'democrat,republican,independent,libertarian,green,labour,conservative,tory,liberal,socialist,social democrat,spd,cdu,csu,fdp,afd,liberal democrat,communist,dem,rep',
);
const ORIENTATIONS = wordSet('heterosexual,straight,homosexual,gay,lesbian,bisexual,asexual,pansexual,queer');

/** Special categories of personal data in the sense of Art. 9 GDPR, but for health. */
export const specialCategoryRules: readonly InfoTypeRule[] = [
  {
    infoType: 'RELIGION',
    kinds: ['text', 'integer'],
    names: [
      {
        phrases: [
          'religion',
          'religious belief',
          'religious affiliation',
          'denomination',
          'konfession',
          'religionszugehoerigkeit',
          'glaube',
          'faith',
          'religione',
          'religiao',
          'godsdienst',
          'culte',
        ],
        weight: 5,
      },
    ],
    neutral: ['code', 'id', 'name'],
    values: [
      {
        signal: 'dictionary',
        says: 'are names of religions',
        alphabet: WORD_CHARACTERS,
        minLength: 3,
        maxLength: 40,
        matches: isOneOf(RELIGIONS),
        present: 0.75,
        chance: 0.003,
        strongest: 5.5,
        weakest: -1,
      },
    ],
    subjects: { person: 0.5, thing: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'ETHNIC_GROUP',
    kinds: ['text', 'integer'],
    names: [
      {
        phrases: [
          'ethnicity',
          'ethnic group',
          'ethnic',
          'ethnic origin',
          'race ethnicity',
          'ethnie',
          'etnia',
          'ethnische herkunft',
          'hautfarbe',
          'skin colour',
          'skin color',
          'tribe',
          'caste',
        ],
        weight: 5,
      },
      { phrases: ['race'], weight: 3.5, whole: true },
    ],
    neutral: ['code', 'id', 'group', 'description'],
    values: [
      {
        signal: 'dictionary',
        says: 'are words for an ethnic group',
        alphabet: WORD_CHARACTERS,
        minLength: 3,
        maxLength: 45,
        matches: isOneOf(ETHNIC),
        present: 0.75,
        chance: 0.02,
        strongest: 3,
        weakest: -1,
      },
      {
        signal: 'dictionary',
        says: 'are words that only ethnic groups go by',
        alphabet: WORD_CHARACTERS,
        minLength: 6,
        maxLength: 45,
        matches: isOneOf(ETHNIC_TELLING),
        present: 0.5,
        chance: 0.002,
        strongest: 5.5,
        weakest: -2,
      },
    ],
    subjects: { person: 0.5, thing: -1.5 },
    neighbours: 0.4,
  },
  {
    infoType: 'POLITICAL_OPINION',
    kinds: ['text'],
    names: [
      {
        phrases: [
          'political party',
          'political opinion',
          'political affiliation',
          'party affiliation',
          'parteizugehoerigkeit',
          'partido politico',
          'parti politique',
          'voter party',
        ],
        weight: 5,
      },
      { phrases: ['party'], weight: 2.5, whole: true },
    ],
    values: [
      {
        signal: 'dictionary',
        says: 'are names of parties or political directions',
        alphabet: WORD_CHARACTERS,
        minLength: 3,
        maxLength: 40,
        matches: holdsOneOf(PARTIES),
        present: 0.7,
        chance: 0.03,
        strongest: 3,
        weakest: -1,
      },
    ],
    subjects: { person: 1, thing: -1.5, organisation: -1 },
    neighbours: 0.5,
  },
  {
    infoType: 'SEXUAL_ORIENTATION',
    kinds: ['text'],
    names: [
      {
        phrases: [
          'sexual orientation',
          'sexual preference',
          'sexuelle orientierung',
          'orientation sexuelle',
          'orientacion sexual',
        ],
        weight: 6.5,
      },
    ],
    values: [
      {
        signal: 'dictionary',
        says: 'are words for a sexual orientation',
        alphabet: WORD_CHARACTERS,
        minLength: 3,
        maxLength: 30,
        matches: isOneOf(ORIENTATIONS),
        present: 0.7,
        chance: 0.003,
        strongest: 5,
        weakest: -0.5,
      },
    ],
  },
  {
    infoType: 'UNION_MEMBERSHIP',
    kinds: ['text', 'boolean', 'integer'],
    names: [
      {
        phrases: [
          'union membership',
          'trade union',
          'union member',
          'labor union',
          'labour union',
          'gewerkschaft',
          'gewerkschaftsmitglied',
          'syndicat',
          'sindicato',
          'sindacato',
          'vakbond',
        ],
        weight: 6,
      },
    ],
    subjects: { person: 0.5 },
  },
  {
    infoType: 'DISABILITY',
    kinds: ['text', 'boolean', 'integer'],
    names: [
      {
        phrases: [
          'disability',
          'disabled person',
          'handicap',
          'disability type',
          'schwerbehinderung',
          'behinderung',
          'grad der behinderung',
          'discapacidad',
          'disabilita',
          'deficiencia',
        ],
        weight: 6,
      },
    ],
    neutral: ['type', 'code', 'status', 'degree'],
    unlike: ['insurance', 'benefit', 'button', 'golf'],
    subjects: { person: 0.5 },
  },
];
