import {
  type ColumnView,
  type InfoTypeRule,
  type RuleEvidence,
  sayMatches,
  type TableView,
} from '@datawave/plugin-sdk';
import { assignsSecret, readAssignment } from '../checks/assignments.ts';
import { createEntropyMeter, isRandom } from '../checks/entropy.ts';
import type { FoundKey, KeyIndex } from '../formats/key-index.ts';

const KEY_NAMES = [
  'api key',
  'api token',
  'api secret',
  'access key',
  'access key id',
  'secret key',
  'secret access key',
  'client secret',
  'access token',
  'auth token',
  'authentication token',
  'refresh token',
  'bearer token',
  'oauth token',
  'private token',
  'personal access token',
  'webhook secret',
  'signing secret',
  'signing key',
  'encryption key',
  'shared secret',
  'app secret',
  'consumer secret',
  'consumer key',
  'license secret',
  'totp secret',
  'otp secret',
  'mfa secret',
  'two factor secret',
  'reset token',
  'password reset token',
  'remember token',
  'session token',
  'verification token',
  'invite token',
  'csrf token',
];
/** Words that make of a vendor's name beside them a secret of that vendor. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  'key keys token tokens secret secrets credential credentials password auth apikey licence license'.split(
    ' ',
  ),
);
const WRAPPERS = '"\'`BbTtA';
const WRAPPED = /^(?:["'`]([^"'`]{12,})["'`]|(?:Bearer|bearer|Token|token|Basic|ApiKey) ([^\s"']{12,}))$/;

/** A key by its form, in quotes or after the scheme of an authorisation header, too, or assigned to a name. */
function findKey(index: KeyIndex, value: string): FoundKey | null {
  const found = index.find(value);
  if (found !== null) return found;
  const wrapped = WRAPPERS.includes(value.charAt(0)) ? WRAPPED.exec(value) : null;
  if (wrapped !== null) return index.find(wrapped[1] ?? wrapped[2] ?? '');
  const assigned = readAssignment(value);
  return assigned === null ? null : index.find(assigned.value);
}

/** Recognises API keys and tokens by the published forms of vendors, and other secrets under a telling name. */
export function createApiKeyRule(index: KeyIndex): InfoTypeRule {
  const entropyOf = createEntropyMeter();
  return {
    infoType: 'API_KEY',
    kinds: ['text'],
    names: [
      { phrases: KEY_NAMES, weight: 5 },
      { phrases: ['token', 'secret', 'credential', 'credentials', 'apikey'], weight: 3.5 },
    ],
    neutral: ['key', 'id', 'token', 'secret', 'value'],
    unlike: [
      'name',
      'santa',
      'count',
      'counts',
      'price',
      'symbol',
      'tokens',
      'shop',
      'standard',
      'cancellation',
      'address',
    ],
    values: [
      {
        signal: 'pattern',
        says: "have the form of a known vendor's key",
        minLength: 14,
        maxLength: 4096,
        matches: (value) => findKey(index, value) !== null,
        present: 0.8,
        chance: 0.0003,
        stray: 0.000_002,
        strongest: 8,
      },
      {
        signal: 'pattern',
        says: 'assign a secret to a name, as settings do',
        requiresOne: '= :',
        minLength: 10,
        maxLength: 600,
        matches: assignsSecret,
        present: 0.7,
        chance: 0.0005,
        stray: 0.000_02,
        strongest: 7,
      },
      {
        signal: 'shape',
        says: 'are long and look drawn at random',
        minLength: 16,
        maxLength: 4096,
        matches: (value) => /^[\w+/=.~:-]{16,}$/.test(value) && isRandom(value, entropyOf),
        present: 0.9,
        chance: 0.12,
        strongest: 1.8,
      },
    ],
    inspect: (column, table) => [...foundKeys(index, column), ...vendorKeys(index, column, table)],
  };
}

/** Distinct values looked at for naming vendors; the count itself is the pattern's. */
const MOST_INSPECTED = 50;

function foundKeys(index: KeyIndex, column: ColumnView): readonly RuleEvidence[] {
  const titles = new Map<string, number>();
  let keys = 0;
  let unchecked = 0;
  for (const value of column.values.slice(0, MOST_INSPECTED)) {
    const found = value.length < 14 ? null : findKey(index, value);
    if (found === null) continue;
    keys += 1;
    if (!found.isChecked) unchecked += 1;
    titles.set(found.format.title, (titles.get(found.format.title) ?? 0) + 1);
  }
  if (keys === 0) return [];
  const common = [...titles].sort((a, b) => b[1] - a[1]).map(([title]) => title);
  const evidence: RuleEvidence[] = [
    {
      signal: 'pattern',
      weight: 0.2,
      detail: `their form is that of: ${common.slice(0, 3).join(', ')}${common.length > 3 ? ' and others' : ''}`,
    },
  ];
  if (unchecked > keys / 2)
    evidence.push({
      signal: 'negative',
      weight: -2.5,
      detail: `the check digits of ${unchecked} of ${keys} do not fit: keys made up, cut or altered`,
    });
  return evidence;
}

/** Keys whose form alone says too little: hexadecimal digits under the name of a vendor and a word for a secret. */
function vendorKeys(index: KeyIndex, column: ColumnView, table: TableView): readonly RuleEvidence[] {
  const words = [...column.phrases.map((phrase) => phrase.text), ...table.tokens];
  const keywords = new Set(words.filter((word) => index.isKeyword(word)));
  if (keywords.size === 0 || ![...column.tokens, ...table.tokens].some((token) => SECRET_WORDS.has(token)))
    return [];
  let matched = 0;
  let title = '';
  for (const value of column.values) {
    const found = index.findNear(value, keywords);
    if (found === null) continue;
    matched += 1;
    title = found.format.title;
  }
  if (matched < column.values.length * 0.6) return [];
  return [
    {
      signal: 'pattern',
      weight: 4,
      detail: sayMatches(matched, column.values.length, `have the form of what the name mentions: ${title}`),
    },
  ];
}
