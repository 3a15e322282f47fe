import { parseArgs } from 'node:util';
import { DataWaveError, nearestKey } from '@datawave/plugin-sdk';

export const VERBS = ['list', 'plan', 'start', 'watch', 'pause', 'resume', 'cancel', 'retry'] as const;
export type Verb = (typeof VERBS)[number];

/** What was asked for on the command line. */
export interface ScansArguments {
  readonly verb: Verb;
  /** A scan's id, or of `start` and `plan` a source's id or key. */
  readonly subject: string;
  readonly url: URL;
  readonly token: string;
  readonly format: 'table' | 'json';
  readonly isWatched: boolean;
  readonly state: string | null;
  readonly source: string | null;
  readonly limit: number;
  readonly mode: 'full' | 'incremental' | null;
  readonly priority: number | null;
  readonly rule: string | null;
}

const OPTIONS = {
  url: { type: 'string' },
  format: { type: 'string' },
  watch: { type: 'boolean' },
  state: { type: 'string' },
  source: { type: 'string' },
  limit: { type: 'string' },
  mode: { type: 'string' },
  priority: { type: 'string' },
  rule: { type: 'string' },
} as const;

/** @throws DataWaveError DW_USAGE; DW_AUTH_TOKEN_INVALID when there is no token */
export function parseScansArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ScansArguments {
  const { values, positionals } = parsed(args);
  const [named, subject = '', ...more] = positionals;
  const verb = choice('The action', named ?? '', VERBS);
  const ofSource = verb === 'start' || verb === 'plan';
  if (more.length > 0) throw usage(`"${more[0]}" is one word too many.`, 'See datawave scans --help.');
  if (verb === 'list' ? subject !== '' : subject === '')
    throw usage(
      verb === 'list'
        ? '"list" takes no name.'
        : `Say which ${ofSource ? 'source' : 'scan'}: datawave scans ${verb} ${ofSource ? 'SOURCE' : 'ID'}.`,
      'See datawave scans --help.',
    );
  const url = platformUrl(values.url ?? env['DATAWAVE_URL'] ?? 'http://127.0.0.1:8080');
  const token = env['DATAWAVE_TOKEN'] ?? '';
  if (token === '' || /[^\x21-\x7e]/.test(token))
    throw new DataWaveError({
      code: 'DW_AUTH_TOKEN_INVALID',
      message: token === '' ? 'DATAWAVE_TOKEN is not set.' : 'DATAWAVE_TOKEN holds what no token holds.',
      hint: 'Set it to an access token: POST /api/v1/auth/login answers one.',
    });
  return {
    ...{ verb, subject, url, token },
    format: choice('--format', values.format ?? 'table', ['table', 'json'] as const),
    isWatched: verb === 'watch' || values.watch === true,
    state: values.state ?? null,
    source: values.source ?? null,
    limit: whole('--limit', values.limit, 1, 500) ?? 20,
    mode: values.mode === undefined ? null : choice('--mode', values.mode, ['incremental', 'full'] as const),
    priority: whole('--priority', values.priority, -100, 100),
    rule: values.rule ?? null,
  };
}

function parsed(args: readonly string[]) {
  // A number below zero is a value, not an option.
  const joined = args.flatMap((argument, index) =>
    args[index - 1] === '--priority'
      ? []
      : argument === '--priority' && args[index + 1] !== undefined
        ? [`--priority=${args[index + 1]}`]
        : [argument],
  );
  try {
    return parseArgs({ args: joined, options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    const unknown = /Unknown option '(-+[^'=]+)/.exec(message)?.[1];
    const meant =
      unknown === undefined
        ? undefined
        : nearestKey(
            unknown,
            Object.keys(OPTIONS).map((name) => `--${name}`),
          );
    throw usage(
      unknown === undefined ? `${message}.` : `There is no option ${unknown}.`,
      meant === undefined ? 'See datawave scans --help.' : `Did you mean ${meant}?`,
    );
  }
}

function platformUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw usage('The address of the platform is none.', 'Write it as https://datawave.example.com.');
  if (url.username !== '' || url.password !== '')
    throw usage('The address of the platform holds a password.', 'Set DATAWAVE_TOKEN instead.');
  return url;
}

function whole(option: string, text: string | undefined, least: number, most: number): number | null {
  if (text === undefined) return null;
  const value = /^-?\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usage(`${option} cannot be "${text.slice(0, 60)}".`, `Give a whole number from ${least} to ${most}.`);
}

function choice<Choice extends string>(what: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const meant = value === '' ? undefined : nearestKey(value, choices);
  throw usage(
    value === '' ? 'Say what is to be done.' : `${what} cannot be "${value.slice(0, 60)}".`,
    meant === undefined ? `Choose one of ${choices.join(', ')}.` : `Did you mean ${meant}?`,
  );
}

const usage = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_USAGE', message, hint });

export const SCANS_USAGE = `Usage: datawave scans ACTION [options]

  list                   scans, the newest first
  plan SOURCE            what a scan of a source would read, and how; reads no row
  start SOURCE           scan a source, named by its key or id
  watch ID               show how a scan goes until it ends
  pause|resume|cancel ID
  retry ID               scan what a scan that has ended did not get done

  --url URL              where the platform is (DATAWAVE_URL, else http://127.0.0.1:8080)
  --format table|json    json is one document on standard output (table)
  --watch                stay until the scan ends, after start, resume and retry
  --state STATE          of list: active, ended, or one state
  --source SOURCE        of list: scans of this source alone
  --limit N              of list: at most so many (20)
  --mode incremental|full   of start and plan: what changed, or everything
  --priority N           of start: -100 to 100; higher has its turn earlier
  --rule ID              of start and plan: the scan rule to follow

The access token is read from DATAWAVE_TOKEN. Progress goes to standard error.
Exit codes: 0 fine, 1 could not be done or the watched scan failed, 2 wrong usage,
4 the watched scan could not read some assets, the rest is there.
`;
