import { foldText, type InfoTypeRule, ORGANISATION_NOUNS } from '@datawave/plugin-sdk';

const JOB_WORDS: ReadonlySet<string> = new Set(
  `manager engineer representative rep director president vice assistant officer executive administrator coordinator supervisor analyst consultant specialist developer programmer designer architect technician
accountant auditor clerk secretary receptionist nurse doctor physician surgeon dentist pharmacist teacher professor lecturer instructor tutor librarian lawyer attorney paralegal judge journalist editor writer author artist musician actor actress photographer
chef cook waiter waitress bartender barista cashier salesman salesperson saleswoman agent broker buyer merchandiser driver pilot mechanic electrician plumber carpenter welder builder painter farmer gardener fisherman soldier policeman police firefighter guard
chairman chairperson ceo cfo cto coo founder owner partner associate intern trainee apprentice student retired unemployed homemaker housewife economist scientist researcher chemist physicist biologist psychologist therapist counselor counsellor worker labourer laborer operator foreman superintendent
geschaeftsfuehrer geschaftsfuhrer leiter leiterin ingenieur ingenieurin buchhalter sachbearbeiter lehrer lehrerin arzt verkaeufer verkaufer berater beraterin directeur ingenieur vendeur infirmier infirmiere enseignant comptable gerente ingeniero profesor medico abogado vendedor impiegato direttore insegnante medico avvocato`.split(
    /\s+/,
  ),
);
// Titles are short: in a sentence the words mean whoever it speaks of.
const hasJobWord = (value: string): boolean => {
  const words = foldText(value).split(/[^\p{L}]+/u);
  return words.length <= 7 && words.some((word) => JOB_WORDS.has(word));
};

const LEGAL_FORM =
  /(?:^|[\s,.(])(?:inc|ltd|llc|llp|lp|plc|gmbh|ag|kg|ohg|ug|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|asa|oy|oyj|aps|pty|corp|corporation|company|co|limited|incorporated|holdings?|group|partners|associates|enterprises|industries|international|foundation|association|university|college|institute|bank|hospital|society|council|ministry|department|agency|bros|sons|&|s\.a|ltda|cia|e\.v)(?:[\s,.)]|$)/i;
const isOrganisation = (value: string): boolean => LEGAL_FORM.test(value);
const isWords = (value: string): boolean => /\p{L}{2}/u.test(value);

const NAMED_ORGANISATIONS = [...ORGANISATION_NOUNS].filter(
  (noun) => !['office', 'offices', 'account', 'accounts', 'store', 'stores'].includes(noun),
);

/** What people do and for whom. */
export const workRules: readonly InfoTypeRule[] = [
  {
    infoType: 'OCCUPATION',
    kinds: ['text'],
    names: [
      {
        phrases: [
          'job title',
          'job',
          'occupation',
          'profession',
          'contact title',
          'employee title',
          'position title',
          'job position',
          'job role',
          'beruf',
          'berufsbezeichnung',
          'stellenbezeichnung',
          'poste',
          'metier',
          'puesto',
          'cargo',
          'ocupacion',
          'profesion',
          'qualifica',
          'mansione',
          'professione',
          'beroep',
          'functie',
          'zawod',
        ],
        weight: 4,
      },
      {
        phrases: ['title', 'role', 'position', 'function', 'funktion'],
        weight: 2.2,
        whole: true,
        subjects: ['person', 'organisation'],
      },
      { phrases: ['position', 'role'], weight: 0.5, whole: true },
    ],
    neutral: ['name', 'code', 'description'],
    unlike: [
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
    values: [
      {
        signal: 'dictionary',
        says: 'hold a word for an occupation',
        minLength: 3,
        maxLength: 100,
        matches: hasJobWord,
        present: 0.75,
        chance: 0.02,
        strongest: 5,
        weakest: -2,
      },
    ],
    subjects: { person: 0.5, thing: -2 },
    neighbours: 0.4,
  },
  {
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
  },
];
