import { foldText, type InfoTypeRule } from '@datawave/plugin-sdk';

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

export const occupationRule: InfoTypeRule = {
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
};
