import {
  type AssessmentService,
  type Command,
  type CommandIo,
  type Connector,
  DataWaveError,
  type ExecutionScope,
  type ExtensionCollection,
  nearestKey,
  type PluginState,
  type PluginsService,
  printable,
  type ScannerService,
} from '@datawave/plugin-sdk';
import { createProgress } from './progress.ts';
import { renderResult } from './render-result.ts';
import { resolveTarget } from './resolve-targets.ts';
import { runScan, type ScanOutcome } from './run-scan.ts';
import { parseScanArguments, SCAN_USAGE, type ScanArguments } from './scan-arguments.ts';
import { meetsSeverity } from './scan-result.ts';

const EXIT = { fine: 0, impossible: 1, usage: 2, failOn: 3, partial: 4, interrupted: 130 } as const;

/** States of a plugin in which it took no part in the scan. */
const ABSENT: ReadonlySet<PluginState> = new Set(['failed', 'invalid', 'blocked']);

interface ScanCommandParts {
  readonly connectors: ExtensionCollection<Connector>;
  readonly scanner: ScannerService;
  readonly assessment: AssessmentService;
  readonly plugins: PluginsService;
  readonly version: string;
}

/** `datawave scan`: the pipeline once, for people and scripts. */
export function createScanCommand(options: ScanCommandParts): Command {
  return {
    summary: 'Scan files, folders and databases once: no server, nothing stored.',
    usage: SCAN_USAGE,
    async run(args, io, scope) {
      try {
        const parsed = parseScanArguments(args);
        if (parsed.help) {
          await write(io.stdout, SCAN_USAGE);
          return EXIT.fine;
        }
        await checkFrameworks(parsed, options.assessment);
        return await scan(parsed, io, scope, options);
      } catch (error) {
        if (!DataWaveError.is(error)) throw error;
        await report(io, error.message, error.hint);
        return error.code === 'DW_USAGE' ? EXIT.usage : EXIT.impossible;
      }
    },
  };
}

async function scan(
  args: ScanArguments,
  io: CommandIo,
  scope: ExecutionScope,
  options: ScanCommandParts,
): Promise<number> {
  const { signal } = scope;
  const connectors = options.connectors.list().map((extension) => extension.value);
  const targets = await Promise.all(args.targets.map((target) => resolveTarget(target, io.cwd, connectors)));
  const progress = createProgress(io, { targets: targets.length, isFull: args.rows === 'full' });
  let outcome: ScanOutcome;
  try {
    outcome = await runScan(targets, args, {
      scanner: options.scanner,
      progress,
      version: options.version,
      signal,
    });
  } finally {
    progress.end();
  }
  if (signal.aborted) {
    await report(io, 'The scan was interrupted.', undefined);
    return EXIT.interrupted;
  }
  const { result } = outcome;
  await write(
    io.stdout,
    renderResult(result, args.format, {
      frameworks: await options.assessment.frameworks(),
      width: widthOf(io),
      hasColor: hasColor(io),
    }),
  );
  for (const { target, error } of result.targets) {
    if (error !== null) await report(io, `${target}: ${error.message}`, outcome.hints.get(target));
  }
  if (
    result.assets.length === 0 &&
    result.errors.length === 0 &&
    result.targets.every((target) => target.error === null)
  ) {
    await report(
      io,
      'Nothing was found that could be scanned.',
      'Check the target, and --include and --exclude.',
    );
  }
  const absent = await reportAbsent(io, options.plugins);
  const failures = result.targets.filter((target) => target.status === 'failed').length;
  if (failures > 0 && result.assets.length === 0) return EXIT.impossible;
  if (args.failOn !== null && meetsSeverity(result.violations, args.failOn)) return EXIT.failOn;
  return failures > 0 || result.errors.length > 0 || absent > 0 ? EXIT.partial : EXIT.fine;
}

/** Says which plugins took no part, so that what they would have found is not taken for absent. Answers how many they are. */
async function reportAbsent(io: CommandIo, plugins: PluginsService): Promise<number> {
  const absent = (await plugins.list()).filter(({ state }) => ABSENT.has(state));
  for (const { id, reason } of absent)
    await report(io, `The plugin "${id}" took no part: ${reason ?? 'it did not start.'}`, undefined);
  return absent.length;
}

async function checkFrameworks(args: ScanArguments, assessment: AssessmentService): Promise<void> {
  if (args.frameworks === null) return;
  const known = (await assessment.frameworks()).map((framework) => framework.id);
  const unknown = args.frameworks.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const meant = nearestKey(unknown, known);
  throw new DataWaveError({
    code: 'DW_USAGE',
    message: `There is no framework "${unknown.slice(0, 60)}".`,
    hint: `${meant === undefined ? '' : `Did you mean ${meant}? `}Installed are: ${known.join(', ')}.`,
  });
}

async function report(io: CommandIo, message: string, hint: string | undefined): Promise<void> {
  await write(
    io.stderr,
    `datawave scan: ${printable(message)}\n${hint === undefined ? '' : `  ${printable(hint)}\n`}`,
  );
}

// Waits until the text is handed on, so that the process may end right after.
async function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  await promise;
}

const isTerminal = (stream: NodeJS.WritableStream): boolean => 'isTTY' in stream && stream.isTTY === true;

const hasColor = (io: CommandIo): boolean =>
  isTerminal(io.stdout) && (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb';

function widthOf(io: CommandIo): number {
  const columns =
    'columns' in io.stdout && typeof io.stdout.columns === 'number'
      ? io.stdout.columns
      : Number(io.env['COLUMNS'] ?? 100);
  return Number.isFinite(columns) ? Math.min(160, Math.max(80, columns)) : 100;
}
