import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkValue,
  closedSchema,
  definePlugin,
  type JsonSchema,
  type PluginManifest,
} from '@datawave/plugin-sdk';
import type { PluginDescription } from '../../isolation/description.ts';
import type { IsolationLevel } from '../../isolation/walls/index.ts';
import { readDefinition } from '../../plugins/definition.ts';
import { findEntry } from '../../plugins/entry.ts';
import { trialFailed } from '../package-errors.ts';
import type { TrialAnswer, TrialReport } from './trial-process.ts';

/** What is put on trial. */
export interface TrialCase {
  /** npm name. */
  readonly name: string;
  readonly version: string;
  readonly manifest: PluginManifest;
  /** Folder of the unpacked package. */
  readonly directory: string;
  /** At which it will run. What is to run in process is on trial behind the weakest wall there is. */
  readonly level: IsolationLevel;
  readonly timeoutMs: number;
}

/** Megabytes of heap that a plugin may take to be loaded. */
const MEMORY_MB = 256;
/** Characters of what it writes that are shown when it fails. */
const MOST_OUTPUT = 2000;

/**
 * Loads a plugin in a process of its own, behind the wall that it will run behind, and reads what it declares. Nothing of it is set up.
 * @throws DataWaveError DW_PACKAGES_TRIAL with what it said; DW_PLUGIN_EXPORT_INVALID, DW_PLUGIN_UNDECLARED_DEPENDENCY, and where it
 *   cannot be isolated DW_ISOLATION_STORAGE, DW_ISOLATION_REFUSED
 */
export async function tryPlugin(tried: TrialCase): Promise<TrialReport> {
  const { name, version, manifest, directory } = tried;
  const report = await readReport(tried);
  // What the kernel would say of it when it comes up, from what it declares.
  readDefinition({ name, version, directory, manifest }, { default: report.isPlugin ? standIn(report) : {} });
  if (tried.level !== 'in-process') {
    const { checkDescription } = await import('../../isolation/supervisor/plugin-definition.ts');
    checkDescription({ name, version, directory, manifest }, asDescription(report));
  }
  return report;
}

/** Names of the migrations that a plugin declares, in order, read in the same way. @throws DataWaveError DW_PACKAGES_TRIAL with what it said */
export async function listMigrations(tried: TrialCase): Promise<readonly string[]> {
  return (await readReport(tried)).migrations;
}

async function readReport(tried: TrialCase): Promise<TrialReport> {
  const { name, version, directory } = tried;
  const entry = findEntry(directory);
  if (entry === null) throw trialFailed(name, version, 'its package.json names no module that is there');
  const answer = await loadBehindWall(tried, entry);
  if ('failed' in answer) throw trialFailed(name, version, answer.failed);
  return answer.report;
}

/** What the wall has to know to say whether the plugin can live behind it. Modes of hooks show when it is loaded for good. */
const asDescription = (report: TrialReport): PluginDescription => ({
  deps: byPlace(report.deps),
  optionalDeps: byPlace(report.optionalDeps),
  provides: byPlace(report.provides),
  ...{ hooks: [], extensionPoints: report.extensionPoints, hasStart: false },
  ...{ entities: report.entities, migrations: report.migrations.map((name) => ({ name, up: [] })) },
});

const byPlace = (ids: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(ids.map((id, index) => [`ref${index}`, id]));

/** A definition with the names of another. */
function standIn(report: TrialReport): ReturnType<ReturnType<typeof definePlugin>> {
  const refs = (list: readonly string[]): never =>
    Object.fromEntries(list.map((id, index) => [`ref${index}`, { id }])) as never;
  const listed = (list: readonly string[]): never => list.map((id) => ({ id })) as never;
  return definePlugin()({
    deps: refs(report.deps),
    optionalDeps: refs(report.optionalDeps),
    provides: refs(report.provides),
    hooks: listed(report.hooks),
    extensionPoints: listed(report.extensionPoints),
    setup: () => ({}) as never,
  });
}

const answerSchema: JsonSchema = closedSchema(
  {
    failed: { type: 'string' },
    report: closedSchema(
      {
        isPlugin: { type: 'boolean' },
        ...Object.fromEntries(
          ['deps', 'optionalDeps', 'provides', 'hooks', 'extensionPoints', 'migrations'].map((name) => [
            name,
            { type: 'array', maxItems: 10_000, items: { type: 'string', maxLength: 400 } },
          ]),
        ),
        entities: { type: 'integer', minimum: 0 },
      },
      ['isPlugin', 'deps', 'optionalDeps', 'provides', 'hooks', 'extensionPoints', 'migrations', 'entities'],
    ),
  },
  [],
);

/** The plugin's own code runs in that process, and may have said anything. */
function readAnswer(answer: unknown): TrialAnswer {
  const { errors } = checkValue(answerSchema, answer);
  const { failed, report } = Object(answer) as Partial<{ failed: string; report: TrialReport }>;
  if (errors.length > 0) return { failed: 'what it answered is no description of a plugin' };
  return report === undefined ? { failed: failed ?? 'it did not say what it is' } : { report };
}

async function loadBehindWall(
  { name, version, manifest, directory, level, timeoutMs }: TrialCase,
  entry: string,
): Promise<TrialAnswer> {
  const [{ openWall }, { ormFolders }] = await Promise.all([
    import('../../isolation/walls/index.ts'),
    import('../../isolation/orm-folders.ts'),
  ]);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'datawave-trial-'));
  const program = fileURLToPath(new URL(`./trial-process${extname(import.meta.url)}`, import.meta.url));
  const wall = openWall(level === 'in-process' ? 'child' : level, {
    plugin: manifest.id,
    directory,
    dataDirectory,
    // The folder above, where it finds the SDK, and that of the program.
    readable: [dirname(directory), dirname(program), ...ormFolders(manifest.needs ?? {})],
    memoryMb: MEMORY_MB,
    needs: manifest.needs ?? {},
    env: {},
  });
  const child = wall.spawn(program, [entry]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part) => {
      if (output.length < MOST_OUTPUT) output += String(part);
    });
  try {
    return await new Promise<TrialAnswer>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(trialFailed(name, version, `it was not loaded within ${timeoutMs / 1000} s`)),
        timeoutMs,
      );
      const end = (failed: string): void => {
        clearTimeout(timer);
        resolve({ failed });
      };
      child.once('message', (answer: unknown) => {
        clearTimeout(timer);
        resolve(readAnswer(answer));
      });
      child.once('error', (error) => end(error.message));
      child.once('exit', (code, signal) =>
        end(
          `it ended with ${signal ?? code} while it was loaded${output === '' ? '' : `: ${output.trim()}`}`,
        ),
      );
    });
  } finally {
    child.kill('SIGKILL');
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
