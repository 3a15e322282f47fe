import type { SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import { isPlaceholder } from './checks/assignments.ts';
import { isConnectionString } from './checks/connection-strings.ts';
import { createEntropyMeter, isRandom } from './checks/entropy.ts';
import { hashNotation } from './checks/password-hashes.ts';
import { isJwt } from './checks/web-tokens.ts';
import { type CompiledForm, compileFormat } from './formats/compile.ts';
import { KEY_FORMATS } from './formats/key-formats.ts';
import { createKeyIndex, type KeyIndex } from './formats/key-index.ts';

/** Characters before and after which no key ends. */
const WORD = '[A-Za-z0-9_-]';

/** A form that a key may have, and which of those of its format it is. */
interface KeyForm {
  readonly form: CompiledForm;
  readonly position: number;
}

/** The forms that tell by themselves that something is a key. */
const formsOfKeys = (): readonly KeyForm[] =>
  KEY_FORMATS.filter(({ keywords }) => keywords === undefined).flatMap((format) =>
    compileFormat(format).map((form, position) => ({ form, position })),
  );

/** What is shorter is no whole key. */
const SHORTEST_KEY = 14;

/**
 * How long keys are at least that may hold one of the signs: those with dots or colons are longer than the moments, durations
 * and names of files that logs are full of, into which the rule need not look.
 */
const shortestWith = (signs: RegExp, forms: readonly KeyForm[]): number =>
  Math.min(...forms.filter(({ form }) => signs.test(form.example)).map(({ form }) => form.minLength));

/**
 * Keys by their form: the index looks a whole run up among all formats, so that one expression for each sort of run does
 * instead of hundreds. Runs differ by the characters that keys are made of, because in text a dot or a slash may stand
 * after a key.
 */
function keyRules(index: KeyIndex, forms: readonly KeyForm[]): readonly SpanRule[] {
  const rule = (id: string, trigger: SpanRule['trigger'], pattern: RegExp): SpanRule => ({
    id,
    infoType: 'API_KEY',
    trigger: { minLength: SHORTEST_KEY, ...trigger },
    pattern,
    validate: (value) => index.find(value) !== null,
    says: "has the form of a known vendor's key",
    signal: 'pattern',
    probability: 0.97,
  });
  return [
    rule('key', { requires: 'digit' }, new RegExp(`(?<!${WORD})[A-Za-z0-9]${WORD}{13,500}(?!${WORD})`)),
    rule(
      'key-with-dots',
      { requires: 'digit .', minLength: shortestWith(/[.:]/, forms) },
      new RegExp(`(?<!${WORD})[A-Za-z0-9]${WORD}{0,400}(?:[.:]${WORD}{1,400}){1,5}(?!${WORD})`),
    ),
    rule(
      'key-in-base64',
      { requires: 'digit upper', literals: ['+', '/', '='] },
      /(?<![A-Za-z0-9_+/-])[A-Za-z0-9][A-Za-z0-9_+/-]{17,900}={0,2}(?![A-Za-z0-9_+/=-])/,
    ),
    rule(
      'webhook',
      {
        requires: ': /',
        literals: ['hooks.slack.com', 'webhook.office.com', 'discord.com', 'discordapp.com'],
      },
      /https:\/\/[a-z0-9.]{4,80}\/[A-Za-z0-9/_@-]{20,400}(?![A-Za-z0-9/_@-])/,
    ),
  ];
}

/** Whether a key may have digits: one that never has is passed over where text is looked through for what holds a digit. */
const mayHaveDigits = ({ example }: CompiledForm): boolean => /\d/.test(example);

/** Runs that the rules above take, as whole keys. */
const RUNS: readonly RegExp[] = [/^[\w-]+$/, /^(?=.*\.)[\w.:-]+$/, /^[\w+/-]+=*$/];

/** Rules of their own for keys with other characters in them, or without digits: what they always hold is looked for first. */
const ownRules = (index: KeyIndex, forms: readonly KeyForm[]): readonly SpanRule[] =>
  forms
    .filter(({ form }) => form.maxLength <= LONGEST_MATCH)
    .filter(({ form }) => !mayHaveDigits(form) || !RUNS.some((run) => run.test(form.example)))
    .map(
      ({ form, position }): SpanRule => ({
        id: `key-${form.format.id}-${position + 1}`,
        infoType: 'API_KEY',
        trigger: {
          requires: mayHaveDigits(form) ? 'digit' : 'upper',
          minLength: form.minLength,
          literals: [form.literal],
        },
        pattern: new RegExp(`(?<![${form.border}])${form.pattern}(?![${form.border}])`),
        validate: (value) => index.find(value) !== null,
        // No article fits all names: an AWS key, a LINE token, an npm token, a 1Password secret.
        says: `has the form of a known kind of key: ${form.format.title}`,
        signal: 'pattern',
        probability: 0.97,
      }),
    );

/** What free-text detection lets a pattern match, less what may stand around it. */
const LONGEST_MATCH = 1_000;

const PASSWORD_LABELS = [
  ...[
    'password',
    'passwd',
    'pwd',
    'pass',
    'passphrase',
    'passwort',
    'kennwort',
    'contrasena',
    'contraseña',
    'senha',
  ],
  ...['wachtwoord', 'haslo', 'hasło', 'motdepasse', 'mdp', 'losenord', 'lösenord'],
];
const SECRET_LABELS = [
  ...[
    'secret',
    'token',
    'apikey',
    'api_key',
    'api-key',
    'key',
    'secretkey',
    'secret_key',
    'access_key',
    'accesskey',
    'authtoken',
  ],
  ...[
    'auth_token',
    'access_token',
    'accesstoken',
    'refresh_token',
    'client_secret',
    'clientsecret',
    'private_key',
    'credential',
  ],
];
/** What stands after a label: a sign, perhaps quotes, and a run without blanks. */
const LABELLED = /^[^:=]{1,64}[:=]\s{0,4}["'`]?(?<value>[^\s"'`,;<>]{4,256})/;

const labelRules: readonly SpanRule[] = [
  {
    id: 'labelled-password',
    infoType: 'PASSWORD',
    trigger: { labels: PASSWORD_LABELS },
    pattern: LABELLED,
    validate: (value) =>
      !isPlaceholder(value) && !/^(?:is|was|must|should|please|required|invalid|incorrect)$/i.test(value),
    says: 'stands after the word for a password and a sign',
    signal: 'pattern',
    probability: 0.85,
  },
  {
    id: 'labelled-secret',
    infoType: 'API_KEY',
    trigger: { labels: SECRET_LABELS },
    pattern: LABELLED,
    validate: (value) => !isPlaceholder(value) && isRandom(value, createEntropyMeter()),
    says: 'looks drawn at random and stands after a word for a secret',
    signal: 'pattern',
    probability: 0.9,
  },
];

const otherRules: readonly SpanRule[] = [
  {
    id: 'jwt',
    infoType: 'JWT',
    trigger: { requires: 'upper .', minLength: 24 },
    pattern: /(?<![\w-])ey[\w-]{10,600}\.ey[\w-]{2,300}\.[\w-]{0,100}/,
    validate: isJwt,
    says: 'decodes to the header and claims of a JSON web token',
    signal: 'checksum',
    probability: 0.99,
  },
  {
    id: 'private-key',
    infoType: 'PRIVATE_KEY',
    trigger: { requires: 'upper -', literals: ['PRIVATE KEY'], reach: 64 },
    pattern: /-----BEGIN (?:[A-Z\d]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----/,
    says: 'begins as private keys do',
    signal: 'pattern',
    probability: 0.98,
  },
  {
    id: 'connection',
    infoType: 'CONNECTION_STRING',
    trigger: { requires: ': @ /', minLength: 10, literals: ['://'] },
    pattern:
      /(?<![A-Za-z\d+.-])[A-Za-z][A-Za-z\d+.-]{1,30}:\/\/[^\s:@/]{0,128}:[^\s@/]{1,256}@[^\s/"'<>,;]{1,200}(?:\/[^\s"'<>,;]{0,200})?/,
    validate: isConnectionString,
    says: 'is a connection with a password in clear',
    signal: 'pattern',
    probability: 0.97,
  },
  {
    id: 'password-hash',
    infoType: 'PASSWORD_HASH',
    trigger: { requires: 'digit', minLength: 20, literals: ['$', '{S', 'pbkdf2'] },
    pattern: /(?<![\w$])(?:\$[a-z\d-]{1,20}\$|\{S?SHA\d{0,3}\}|pbkdf2_sha\d{1,3}\$)[^\s"'`<>]{16,250}/,
    validate: (value) => hashNotation(value) !== null,
    says: 'is written as only password hashes are',
    signal: 'pattern',
    probability: 0.98,
  },
];

/** Secrets within running text. */
export function createCredentialSpans(): SpanRuleSet {
  const index = createKeyIndex(KEY_FORMATS);
  const forms = formsOfKeys();
  return {
    id: 'credential',
    portable: { module: import.meta.url, create: 'createCredentialSpans' },
    version: '1.1.0',
    title: 'Credentials in text',
    sources: [
      'Key formats as the vendors document them, each with its address in src/formats',
      'RFC 7468: textual encoding of keys; RFC 7519: JSON web tokens; crypt(5) and the PHC string format',
    ],
    rules: [...keyRules(index, forms), ...ownRules(index, forms), ...labelRules, ...otherRules],
  };
}
