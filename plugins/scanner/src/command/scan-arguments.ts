import { DataWaveError, nearestKey, SEVERITIES, type Severity } from '@datawave/plugin-sdk';

/** How the result is written. */
export type ScanFormat = 'table' | 'json' | 'csv' | 'sarif';
const FORMATS: readonly ScanFormat[] = ['table', 'json', 'csv', 'sarif'];

/** The command line of `datawave scan`, parsed. */
export interface ScanArguments {
  readonly targets: readonly string[];
  readonly format: ScanFormat;
  readonly rows: number | 'full';
  readonly frameworks: readonly string[] | null;
  readonly minConfidence: number;
  readonly seed: number;
  readonly failOn: Severity | null;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly help: boolean;
}

const WITH_VALUE = [
  '--format',
  '--sample',
  '--frameworks',
  '--min-confidence',
  '--seed',
  '--fail-on',
  '--include',
  '--exclude',
] as const;
const WITHOUT_VALUE = ['--full', '--help', '-h'] as const;
const DEFAULT_ROWS = 1_000;
const MOST_ROWS = 10_000_000;

const usageError = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_USAGE', message, hint, status: 400 });

/** Parses the arguments after `scan`. @throws DataWaveError DW_USAGE naming the argument and, where one is near, the known option meant */
export function parseScanArguments(args: readonly string[]): ScanArguments {
  const { targets, options, flags } = split(args);
  const last = (name: string): string | undefined => options.get(name)?.at(-1);
  const sample = last('--sample');
  if (sample !== undefined && flags.has('--full'))
    throw usageError('--sample and --full exclude each other.', 'Give one of them.');
  const frameworks = options
    .get('--frameworks')
    ?.flatMap((list) => list.split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const help = flags.has('--help') || flags.has('-h');
  if (targets.length === 0 && !help)
    throw usageError(
      'There is nothing to scan.',
      'Name a file, a folder or a URL: datawave scan customers.csv',
    );
  if (targets.includes(''))
    throw usageError('One of the targets is empty.', 'If it comes from a variable, see that it is set.');
  return {
    targets: [...new Set(targets)],
    format: choice('--format', last('--format') ?? 'table', FORMATS),
    rows: flags.has('--full')
      ? 'full'
      : sample === undefined
        ? DEFAULT_ROWS
        : number('--sample', sample, { min: 1, max: MOST_ROWS, whole: true }),
    frameworks: frameworks ?? null,
    minConfidence: number('--min-confidence', last('--min-confidence') ?? '0.5', {
      min: 0,
      max: 1,
      whole: false,
    }),
    seed: number('--seed', last('--seed') ?? '1', { min: 0, max: 4_294_967_295, whole: true }),
    failOn: last('--fail-on') === undefined ? null : choice('--fail-on', last('--fail-on') ?? '', SEVERITIES),
    include: options.get('--include') ?? [],
    exclude: options.get('--exclude') ?? [],
    help,
  };
}

function split(args: readonly string[]): {
  readonly targets: string[];
  readonly options: Map<string, string[]>;
  readonly flags: Set<string>;
} {
  const targets: string[] = [];
  const options = new Map<string, string[]>();
  const flags = new Set<string>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      targets.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      targets.push(arg);
      continue;
    }
    const equals = arg.indexOf('=');
    const name = equals < 0 ? arg : arg.slice(0, equals);
    if (WITHOUT_VALUE.some((flag) => flag === name)) {
      if (equals >= 0) throw usageError(`${name} takes no value.`, `Write ${name} alone.`);
      flags.add(name);
      continue;
    }
    if (!WITH_VALUE.some((option) => option === name)) {
      const meant = nearestKey(name, [...WITH_VALUE, ...WITHOUT_VALUE]);
      throw usageError(
        `There is no option ${name.slice(0, 60)}.`,
        meant === undefined ? 'See datawave scan --help.' : `Did you mean ${meant}?`,
      );
    }
    const value = equals < 0 ? args[++at] : arg.slice(equals + 1);
    if (value === undefined || value === '')
      throw usageError(`${name} needs a value.`, 'See datawave scan --help.');
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return { targets, options, flags };
}

function choice<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((candidate) => candidate === value.toLowerCase());
  if (found !== undefined) return found;
  const meant = nearestKey(value, choices);
  throw usageError(
    `${option} cannot be "${value.slice(0, 60)}".`,
    meant === undefined
      ? `Choose one of ${choices.join(', ')}.`
      : `Did you mean ${meant}? Possible are ${choices.join(', ')}.`,
  );
}

function number(
  option: string,
  text: string,
  range: { readonly min: number; readonly max: number; readonly whole: boolean },
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max && (!range.whole || Number.isInteger(value))) return value;
  throw usageError(
    `${option} cannot be "${text.slice(0, 60)}".`,
    `Give a ${range.whole ? 'whole ' : ''}number from ${range.min} to ${range.max}.`,
  );
}

export const SCAN_USAGE = `Usage: datawave scan TARGET... [options]

TARGET is a file, a folder, or a URL: postgres://, mysql://, sqlite:FILE.

  --format table|json|csv|sarif   how the result is written (table)
  --sample N                      rows sampled of each table (${DEFAULT_ROWS})
  --full                          read every row instead
  --frameworks a,b                assess against these only (all that are installed)
  --min-confidence 0..1           leave out less certain classifications (0.5)
  --seed N                        the same seed draws the same sample (1)
  --fail-on SEVERITY              exit with 3 if a violation is at least low, medium, high or critical
  --include GLOB                  only tables and files that match; may be repeated
  --exclude GLOB                  none that match; may be repeated
  --config FILE                   the plugins and their settings (config/scan.yaml)

Exit codes: 0 fine, 1 could not be done, 2 wrong usage, 3 --fail-on was met,
4 some tables could not be read or a plugin took no part, the rest is there.
`;
