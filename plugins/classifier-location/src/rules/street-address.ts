import {
  type ColumnView,
  foldText,
  type InfoTypeRule,
  phraseList,
  type RuleEvidence,
  sayMatches,
} from '@datawave/plugin-sdk';
import { STREET_ADDRESS, STREET_MAYBE } from '../names/addresses.ts';

/** Words of streets and deliveries in the larger languages, folded. */
const STREET_WORDS: ReadonlySet<string> = new Set(
  `street st str avenue ave av road rd boulevard blvd bd lane ln drive dr way court ct place pl square sq terrace ter parkway pkwy highway hwy circle cir trail trl alley loop crescent cres close row mews plaza suite ste apt apartment unit floor box building bldg wharf quay broadway esplanade freeway turnpike rural route
strasse platz weg allee gasse ring ufer damm chaussee rue place chemin quai impasse cours faubourg route via viale piazza corso largo strada vicolo contrada calle avenida avda plaza paseo carrera cra carretera camino calzada jiron jr mz colonia col c/ cl kr diagonal transversal rua travessa praca estrada alameda rodovia straat laan plein weg gracht kade dreef ulica ul aleja plac osiedle gatan gata vagen vag gade vej gate vei veg katu tie c/o po postfach
jalan jl jln gang jalur kampung desa lorong caddesi cad cadde sokak sok sk bulvari bulv mahallesi mah mh blok duong pho ngo hem phuong quan thon улица ул проспект просп пр переулок пер шоссе бульвар бул набережная площадь пл дом вулиця вул utca ut ter korut korus ulice namesti nam trida nabrezi cesta ceste trg bulevar odos leoforos marg nagar colony sector phase nagar gali chowk marga bazar street. estate barangay brgy purok sitio barrio bo edificio piso depto`.split(
    /\s+/,
  ),
);
/** What is numbered by itself: `Route 14`, `Floor 2`. */
const NUMBERED: ReadonlySet<string> = new Set(
  'route rural floor box unit suite apt apartment building bldg highway hwy way row loop sector phase block blok circle section pl st via lane a'.split(
    ' ',
  ),
);
const STREET_ENDINGS =
  /(?:strasse|str|weg|platz|allee|gasse|straat|laan|plein|gracht|kade|dreef|singel|gatan|vagen|grand|gade|vej|veien|vegen|gata|katu|kuja|tie|polku|burg|berg|hof|damm|ufer|utca)$/;
const EAST_ASIAN =
  /(?:[路街道巷弄号號楼室镇村]|胡同|大厦|小区|大街).*\d|\d.*(?:号|號|室|楼|丁目|番地|番|호|번지)|(?:[区區县縣市][\p{Script=Han}]{2,20}(?:路|街|道|镇|村|号))|(?:[都道府県][\p{L}]{1,8}[市区町村郡].{2,})|\d[-−－]\d|\S(?:로|길)\s?\d|\S(?:시|군|구)\s\S+(?:동|읍|면|로|길)/u;

function tokensOf(value: string): readonly string[] {
  const folded = foldText(value);
  const tokens: string[] = [];
  let start = -1;
  // Nearly all values are in ASCII: walking through them is several times faster than an expression for all scripts.
  for (let at = 0; at <= folded.length; at++) {
    const code = at < folded.length ? folded.charCodeAt(at) : BLANK;
    if (code > 127) return folded.split(/[\s,.;]+/).filter((token) => token !== '');
    const isPart = !isSeparator(code);
    if (isPart && start < 0) start = at;
    if (isPart || start < 0) continue;
    tokens.push(folded.slice(start, at));
    start = -1;
  }
  return tokens;
}

const BLANK = 32;

/** Blanks and breaks, comma, point, semicolon. */
const isSeparator = (code: number): boolean =>
  code === BLANK || code === 44 || code === 46 || code === 59 || (code >= 9 && code <= 13);

/** What is shorter is a unit, a plate or a code, but in scripts that need fewer letters for a word. */
const WORD = /\p{L}{3}|[^\p{Script=Latin}\P{L}]/u;
const HOUSE_NUMBER =
  /^#?\d{1,6}[a-z]?(?:[-/]\d{1,4}[a-z]?)?$|^\d{3}xx$|^n[o°º]?\d{1,5}$|^\d{1,4}(?:st|nd|rd|th)$/;

/** Whether there is a digit, a letter and something between words: most values lack one, and need not be taken apart. */
function mayHaveStreetWord(value: string): boolean {
  let hasDigit = false;
  let hasLetter = false;
  let isParted = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code > 127) return true;
    if (code >= 48 && code <= 57) hasDigit = true;
    else if (code >= 65) hasLetter = true;
    else isParted = true;
    if (hasDigit && hasLetter && isParted) return true;
  }
  return false;
}

/** A number beside a word for a street. */
function hasStreetWord(value: string): boolean {
  if (!mayHaveStreetWord(value)) return false;
  if (/[\p{Script=Han}\p{Script=Hangul}]{2}/u.test(value)) return EAST_ASIAN.test(value);
  const tokens = tokensOf(value);
  const numbers = tokens.filter((token) => HOUSE_NUMBER.test(token)).length;
  // Of abbreviations alone plates consist, too, but in Colombia streets have two numbers: `Kr 7 # 12-34`.
  if (numbers === 0 || (numbers === 1 && !WORD.test(value))) return false;
  // In prose the same words are ways and places of another kind.
  return (
    (tokens.length >= 3 || (tokens.length === 2 && !tokens.some((token) => NUMBERED.has(token)))) &&
    tokens.length <= 18 &&
    tokens.some((token) => STREET_WORDS.has(token) || (token.length > 6 && STREET_ENDINGS.test(token)))
  );
}

const MONTHS =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|fevr|mars|avril|mai|juin|juil|aout|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|dezember|januar|februar|marz|juni|juli|years?|months?|days?|hours?|mins?|ans|anos)\p{L}*/iu;
/** A house number before or after words: `12 Orchestra Terrace`, `Berguvsvägen 8`. */
function hasHouseNumber(value: string): boolean {
  return (
    WORD.test(value) &&
    (/^\d{1,6}[a-z]?(?:[-/]\d{1,4}[a-z]?)?[ ,]+[\p{L}'.-]{2}[\p{L}\s'.,-]*/iu.test(value) ||
      /^[\p{L}'.-]{2}[\p{L}\s'.-]*[ ,]+(?:n[º°o.]*\s*)?\d{1,5}\s?[a-z]?(?:$|[,\s/-])/iu.test(value)) &&
    !MONTHS.test(foldText(value))
  );
}

/** A name of a street without a number: `Elm Street`, `Calle Mayor`, `Lindenstraße`. */
function isStreetName(value: string): boolean {
  const tokens = tokensOf(value);
  const [first = ''] = tokens;
  const last = tokens.at(-1) ?? '';
  return (
    tokens.length <= 7 &&
    ((tokens.length > 1 &&
      ((STREET_WORDS.has(last) && last.length > 1) || (STREET_WORDS.has(first) && first.length > 1))) ||
      (last.length > 6 && STREET_ENDINGS.test(last)))
  );
}

/** Addresses of memory, machines and accounts are single words with digits. */
const isCode = (value: string): boolean =>
  /^[!-~]*\d[!-~]*$/.test(value) && !value.includes(',') && !endsAsStreet(value);

/** Whether what stands before the last digits and hyphens ends as names of streets do. */
function endsAsStreet(value: string): boolean {
  let end = value.length;
  while (end > 0 && isDigitOrHyphen(value.charCodeAt(end - 1))) end--;
  const last = end === 0 ? 0 : value.charCodeAt(end - 1);
  // All those endings are of small letters.
  return last >= 97 && last <= 122 && STREET_ENDINGS.test(value.slice(0, end));
}

const isDigitOrHyphen = (code: number): boolean => (code >= 48 && code <= 57) || code === 45;

/** Share of codes from which on a column holds no places. */
const LEAST_CODES = 0.9;

/** How many of the values are codes; counts no further once the rest of them could not make it enough. */
function countCodes(values: readonly string[]): number {
  let codes = 0;
  for (let index = 0; index < values.length; index++) {
    if (isCode(values[index] ?? '')) codes++;
    else if (codes + values.length - index - 1 < LEAST_CODES * values.length) break;
  }
  return codes;
}

function notOfPlaces(column: ColumnView): readonly RuleEvidence[] {
  const { values } = column;
  if (values.length > 0 && values.every((value) => value.length <= 3))
    return [
      {
        signal: 'negative',
        weight: -4,
        detail: 'no value is longer than three characters, too few for a street',
      },
    ];
  const codes = countCodes(values);
  return codes > 0 && codes >= LEAST_CODES * values.length
    ? [
        {
          signal: 'negative',
          weight: -4,
          detail: sayMatches(
            codes,
            values.length,
            'are single words with digits, as addresses of machines are',
          ),
        },
      ]
    : [];
}

export const streetAddressRule: InfoTypeRule = {
  infoType: 'STREET_ADDRESS',
  kinds: ['text'],
  names: [
    { phrases: phraseList(STREET_ADDRESS), weight: 4.5 },
    { phrases: phraseList(STREET_MAYBE), weight: 1, whole: true },
    { phrases: ['address', 'addr'], weight: 1.5 },
  ],
  neutral: [
    'number',
    'name',
    'line',
    'hausnummer',
    'complement',
    'full',
    'text',
    'string',
    'lengkap',
    'complete',
    'formatted',
    'school',
    'company',
    'road',
    'student',
    'siswa',
    'residence',
    'legal',
    'registered',
    'house',
    'no',
    'and',
    'or',
    'po',
    'box',
  ],
  unlike: [
    ...[
      'ip',
      'mac',
      'email',
      'web',
      'url',
      'memory',
      'wallet',
      'contract',
      'network',
      'host',
      'hex',
      'bitcoin',
      'ethereum',
      'http',
      'site',
      'city',
      'state',
      'country',
      'zip',
      'postal',
      'remote',
      'bus',
      'hardware',
      'eth',
      'token',
      'bytes',
      'phone',
      'id',
      'mail',
      'server',
      'type',
      'gps',
      'wall',
      'highway',
      'price',
    ],
  ].filter((word) => word !== 'site'),
  values: [
    {
      signal: 'pattern',
      says: 'name a street with a number',
      alphabet: "digit letter unicode space . - , / ' # ( ) : other _",
      requiresOne: 'letter unicode',
      minLength: 4,
      maxLength: 300,
      matches: hasStreetWord,
      present: 0.6,
      chance: 0.006,
      strongest: 6,
      weakest: -3,
    },
    {
      signal: 'shape',
      says: 'hold a number before or after words, as house numbers stand',
      alphabet: "digit letter unicode space . - , / ' # ( ) :",
      requires: 'digit space',
      minLength: 5,
      maxLength: 300,
      matches: hasHouseNumber,
      present: 0.85,
      chance: 0.12,
      strongest: 2.6,
      weakest: -3,
    },
    {
      signal: 'pattern',
      says: 'are names of streets',
      alphabet: "letter unicode space . - , / '",
      minLength: 5,
      maxLength: 100,
      matches: isStreetName,
      present: 0.6,
      chance: 0.05,
      strongest: 2,
      weakest: -3,
    },
  ],
  inspect: notOfPlaces,
  subjects: { person: 0.5, organisation: 0.3 },
  neighbours: 0.4,
};
