import { parseArgs } from 'node:util';
import { usage } from './trust-errors.ts';
import { ONLINE_ROLES, type OnlineRole } from './trust-store.ts';

export const KEYS_USAGE = `datawave registry keys show
    Who signs what, and until when.
datawave registry keys create NAME [--dir DIR]
    Makes an offline key for the root: DIR/NAME.pem and DIR/NAME.pub. On a machine without a network.
    With DATAWAVE_KEY_PASSPHRASE in the environment the key is encrypted.
datawave registry keys online
    Makes the keys that the registry signs with by itself, in its vault.
datawave registry keys draft --out FILE [--key FILE.pub]... [--threshold N] [--days N]
    Writes the next root, unsigned. Without --key the same people hold it as before. 365 days unless said otherwise.
datawave registry keys sign FILE --key FILE.pem
    Adds a signature to a root. On a machine without a network; whoever holds a key does it.
datawave registry keys install FILE
    Takes a root into use that enough have signed, and signs everything anew.
datawave registry keys rotate timestamp|snapshot|targets|bins
    Makes a new key. The bins' is in use at once; the others once a root that names them is installed.
datawave registry keys publish [--at-least N]
    Signs everything anew; after a restored backup under versions of at least N, because clients refuse lower ones.
datawave registry keys export --out FILE
    Writes the root that clients are to pin.`;

/** What was asked for. */
export type KeysRequest =
  | { readonly action: 'show' | 'online' }
  | { readonly action: 'create'; readonly name: string; readonly directory: string }
  | {
      readonly action: 'draft';
      readonly out: string;
      readonly keys: readonly string[];
      readonly threshold: number | null;
      readonly days: number;
    }
  | { readonly action: 'sign'; readonly file: string; readonly key: string }
  | { readonly action: 'install'; readonly file: string }
  | { readonly action: 'rotate'; readonly role: OnlineRole }
  | { readonly action: 'publish'; readonly atLeast: number }
  | { readonly action: 'export'; readonly out: string };

const OPTIONS = {
  dir: { type: 'string' },
  out: { type: 'string' },
  key: { type: 'string', multiple: true },
  threshold: { type: 'string' },
  days: { type: 'string' },
  'at-least': { type: 'string' },
} as const;

/** Options of each action. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  ...{ show: [], online: [], create: ['dir'], draft: ['out', 'key', 'threshold', 'days'], sign: ['key'] },
  ...{ install: [], rotate: [], publish: ['at-least'], export: ['out'] },
};

/** @throws DataWaveError DW_USAGE */
export function parseKeysArguments(args: readonly string[]): KeysRequest {
  const { values, positionals } = parsed(args);
  const [noun, action = 'show', word, ...more] = positionals;
  if (noun !== 'keys')
    throw usage(noun === undefined ? 'Say what is to be done.' : `There is no "${short(noun)}".`);
  const takes = TAKES[action];
  if (takes === undefined) throw usage(`There is no "keys ${short(action)}".`);
  for (const name of Object.keys(values))
    if (!takes.includes(name)) throw usage(`"keys ${action}" takes no --${name}.`);
  const hasWord = ['create', 'sign', 'install', 'rotate'].includes(action);
  const extra = hasWord ? more[0] : (word ?? more[0]);
  if (extra !== undefined) throw usage(`"${short(extra)}" is one word too many.`);
  const needed = (value: string | undefined, what: string): string => {
    if (value === undefined || value === '') throw usage(`Say ${what}.`);
    return value;
  };
  switch (action) {
    case 'create':
      return { action, name: needed(word, 'how the key is called'), directory: values.dir ?? '.' };
    case 'draft':
      return {
        ...{ action, out: needed(values.out, 'with --out where the root is to be written') },
        keys: values.key ?? [],
        threshold: values.threshold === undefined ? null : count(values.threshold, 'threshold', 64),
        days: values.days === undefined ? 365 : count(values.days, 'days', 3650),
      };
    case 'sign': {
      const [key, second] = values.key ?? [];
      if (second !== undefined) throw usage('Sign with one key at a time.');
      return { action, file: needed(word, 'which file'), key: needed(key, 'with --key with which key') };
    }
    case 'install':
      return { action, file: needed(word, 'which file') };
    case 'rotate': {
      const role = ONLINE_ROLES.find((one) => one === word);
      if (role === undefined) throw usage(`Say whose key: ${ONLINE_ROLES.join(', ')}.`);
      return { action, role };
    }
    case 'publish':
      return {
        action,
        atLeast: values['at-least'] === undefined ? 0 : count(values['at-least'], 'at-least', 1e9),
      };
    case 'export':
      return { action, out: needed(values.out, 'with --out where the root is to be written') };
    case 'online':
      return { action };
    default:
      return { action: 'show' };
  }
}

const short = (word: string): string => word.slice(0, 60);

function count(text: string, name: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw usage(`--${name} is a number from 1 to ${most}.`);
  return value;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usage(
      error instanceof Error ? (error.message.split('.')[0] ?? '').concat('.') : 'These are no arguments.',
    );
  }
}
