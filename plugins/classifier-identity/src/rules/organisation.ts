import { type InfoTypeRule, ORGANISATION_NOUNS } from '@datawave/plugin-sdk';

const LEGAL_FORM =
  /(?:^|[\s,.(])(?:inc|ltd|llc|llp|lp|plc|gmbh|ag|kg|ohg|ug|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|asa|oy|oyj|aps|pty|corp|corporation|company|co|limited|incorporated|holdings?|group|partners|associates|enterprises|industries|international|foundation|association|university|college|institute|bank|hospital|society|council|ministry|department|agency|bros|sons|&|s\.a|ltda|cia|e\.v)(?:[\s,.)]|$)/i;
const isOrganisation = (value: string): boolean => LEGAL_FORM.test(value);
const isWords = (value: string): boolean => /\p{L}{2}/u.test(value);

const NAMED_ORGANISATIONS = [...ORGANISATION_NOUNS].filter(
  (noun) => !['office', 'offices', 'account', 'accounts', 'store', 'stores'].includes(noun),
);

export const organisationRule: InfoTypeRule = {
  infoType: 'ORGANIZATION_NAME',
  kinds: ['text'],
  names: [
    {
      phrases: [
        'company',
        'company name',
        'organisation',
        'organisation name',
        'business name',
        'trading name',
        'legal entity',
        'firma',
        'firmenname',
        'unternehmen',
        'societe',
        'raison sociale',
        'entreprise',
        'empresa',
        'razon social',
        'azienda',
        'ragione sociale',
        'bedrijf',
        'bedrijfsnaam',
        'employer',
        'employer name',
        'affiliation',
        ...NAMED_ORGANISATIONS.map((noun) => `${noun} name`),
      ],
      weight: 4.5,
    },
    { phrases: NAMED_ORGANISATIONS, weight: 3, whole: true },
    { phrases: ['name'], weight: 3.5, whole: true, subjects: ['organisation'] },
  ],
  neutral: ['name'],
  unlike: ['id', 'size', 'url', 'website'],
  values: [
    {
      signal: 'pattern',
      says: 'end in a legal form or a word for an organisation',
      minLength: 3,
      maxLength: 150,
      matches: isOrganisation,
      present: 0.5,
      chance: 0.02,
      strongest: 5,
      weakest: -3,
    },
    {
      signal: 'shape',
      says: 'are words',
      minLength: 2,
      maxLength: 150,
      matches: isWords,
      present: 0.99,
      chance: 0.6,
      strongest: 0.4,
      weakest: -4,
    },
  ],
  subjects: { thing: -0.5 },
};
