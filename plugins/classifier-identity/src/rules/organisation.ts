import { foldText, type InfoTypeRule, ORGANISATION_NOUNS, phraseList } from '@datawave/plugin-sdk';
import { ORGANISATION, ORGANISATION_MAYBE } from '../names/organisations.ts';

const LEGAL_FORM =
  /(?:^|[\s,.(])(?:inc|ltd|llc|llp|plc|pllc|gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|se|sa|sas|sarl|eurl|sasu|srl|spa|snc|bv|nv|vof|ab|as|asa|oy|oyj|aps|pty|pte|bhd|sdn|corp|corporation|company|companies|limited|incorporated|holdings?|group|groupe|gruppo|grupo|partners|associates|enterprises?|industries|international|foundation|association|verein|society|bros|sons|& co|s\.a|s\.r\.l|s\.p\.a|s\.l|sl|s\.l\.u|slu|s\.a\.s|ltda|lda|eireli|epp|cia|s\/a|e\.v|ev|z\.o\.o|zoo|a\.s|s\.r\.o|sro|spol|kft|zrt|nyrt|doo|d\.o\.o|dd|ood|eood|srl|a\.ş|aş|tbk|k\.k|kk|jsc|pjsc|pvt|private limited|public limited|cooperative|coop|trust|fund|capital|ventures|solutions|technologies|systems|services|consulting|labs?|pharmaceuticals?|pharma|airlines|airways|bank|banco|banque|bancorp|insurance|motors?|energy|petroleum|electronics|publishing|books|records|studios?|entertainment|productions|software)(?:[\s,.)]|$)/i;
const INSTITUTION =
  /(?:^|[\s,.'’(-])(?:university|universit[aäàéy]\w*|universidad\w*|université|universiteit|uniwersytet|univerzit\w*|universitas|universitet\w*|üniversitesi|universitesi|yliopisto|college|institut\w*|institute|instituto|istituto|academy|académie|academia|akademie|school|schools|schule|gymnasium|realschule|lyc[ée]e|lycee|coll[èe]ge|[ée]cole|ecole|escuela|escola|scuola|liceo|szko[łl]a|liceum|gimnazjum|škola|skola|skolan|skole|okulu|lisesi|iskola|koulu|kindergarten|preschool|hospital\w*|h[ôo]pital|krankenhaus|klinik\w*|clinic|clinica|clínica|ospedale|szpital|nemocnice|hastanesi|sairaala|medical center|health center|museum|mus[ée]e|museo|library|church|ministry|ministerio|minist[èe]re|ministerium|department of|agency|council|commission|committee|authority|bureau|office of|federation|federaci[oó]n|union|league|club|fc|cf|afc|united|athletic|sporting|rovers|wanderers|olympique|orchestra|band|restaurant|hotel|center for|centre|centro|organi[sz]ation|society|sma|smk|smp|sd|sdn|smpn|sman|smkn|puskesmas|ooo|ооо|зао|оао|пао|ао|ип|гбоу|мбоу|мкоу|фгбоу|университет|институт|школа|академия|больница)(?:[\s,.)'’-]|$)/iu;
const UNSPACED_FORM =
  /(?:公司|集团|集團|有限公司|银行|銀行|大学|大學|学院|學院|学校|學校|中学|中學|小学|小學|医院|醫院|研究所|研究院|协会|协會|委员会|局|厅|株式会社|(?:株)|会社|協会|病院|組合|財団|高校|주식회사|\(주\)|㈜|회사|대학교|대학|학교|초등학교|중학교|고등학교|병원|의원|은행|협회|공사|공단|재단|센터|연구원|연구소)/u;

/** `Ford Motor Co.`, not `Denver, CO`. */
const ABBREVIATED_COMPANY = /[^,\s] co(?:\.|$|, (?:inc|ltd)|\. (?:inc|ltd|kg))/i;
/** `1000 kg`: an amount in a unit. */
const QUANTITY = /^[\d.,\s]+\p{L}{1,3}$/u;
const BEYOND_LATIN = /[\u3000-\ufaff]/;

const isOrganisation = (value: string): boolean =>
  (LEGAL_FORM.test(value) && !QUANTITY.test(value)) ||
  ABBREVIATED_COMPANY.test(value) ||
  INSTITUTION.test(value) ||
  (BEYOND_LATIN.test(value) && UNSPACED_FORM.test(value)) ||
  /^(?:PT|CV|UD|OOO|AO)\.? /.test(value);
// Folding joins letters and parts none: it is needed only where two do not stand side by side already.
const isWords = (value: string): boolean => /[A-Za-z]{2}/.test(value) || /\p{L}{2}/u.test(foldText(value));

const NAMED_ORGANISATIONS = [...ORGANISATION_NOUNS].filter(
  (noun) =>
    ![
      'office',
      'offices',
      'account',
      'accounts',
      'store',
      'stores',
      'practice',
      'practices',
      'department',
      'departments',
      'branch',
      'branches',
    ].includes(noun),
);

/** Names of companies, schools, agencies, teams. */
export const organisationRule: InfoTypeRule = {
  infoType: 'ORGANIZATION_NAME',
  kinds: ['text'],
  names: [
    { phrases: phraseList(ORGANISATION), weight: 4.2 },
    {
      phrases: NAMED_ORGANISATIONS.flatMap((noun) => [
        `${noun} name`,
        `name ${noun}`,
        `nama ${noun}`,
        `nom ${noun}`,
        `nombre ${noun}`,
        `nome ${noun}`,
      ]),
      weight: 4.2,
    },
    { phrases: NAMED_ORGANISATIONS, weight: 3.8, whole: true },
    { phrases: NAMED_ORGANISATIONS, weight: 1.5 },
    { phrases: phraseList(ORGANISATION_MAYBE), weight: 1.2, whole: true },
    {
      phrases: ['name', 'nom', 'nama', 'nombre', 'nome', 'title', 'nazwa'],
      weight: 3.5,
      whole: true,
      subjects: ['organisation'],
    },
    { phrases: ['name'], weight: 0.6, subjects: ['organisation'] },
  ],
  neutral: [
    'name',
    'names',
    'full',
    'official',
    'legal',
    'entity',
    'corporation',
    'company',
    'organisation',
    'short',
    'long',
    'abbr',
    'abbreviation',
    'parent',
    'current',
    'title',
    '2',
    'or',
  ],
  unlike: [
    ...[
      'id',
      'size',
      'url',
      'website',
      'number',
      'phone',
      'email',
      'address',
      'city',
      'country',
      'zip',
      'revenue',
      'employees',
      'year',
      'founded',
      'score',
      'goals',
      'points',
      'runs',
      'rank',
      'season',
      'logo',
      'link',
      'contact',
      'hours',
      'sector',
      'industry',
      'image',
      'latitude',
      'longitude',
      'salary',
      'grade',
      'level',
      'role',
      'position',
      'manager',
      'officer',
      'color',
      'tax',
      'vat',
      'ticker',
      'stock',
      'date',
    ],
  ],
  values: [
    {
      signal: 'pattern',
      says: 'hold a legal form or a word for an organisation',
      requiresOne: 'letter unicode',
      minLength: 2,
      maxLength: 150,
      matches: isOrganisation,
      present: 0.5,
      chance: 0.03,
      strongest: 5,
      weakest: -3,
    },
    {
      signal: 'shape',
      says: 'hold words',
      requiresOne: 'letter unicode',
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
