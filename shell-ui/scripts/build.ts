import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compressFiles } from './compress-files.ts';
import { sourceHash } from './source-hash.ts';
import { buildInto, isFresh } from './swap-directory.ts';

const SHELL = dirname(dirname(fileURLToPath(import.meta.url)));

/** @public */
export interface BuildUiOptions {
  /** Folder of the checkout; the one this script lies in unless given. */
  readonly root?: string;
  /** Folders of further plugins with a `ui/index.ts`. */
  readonly plugins?: readonly string[];
  /** Builds also what is fresh. */
  readonly force?: boolean;
  /** Called before something is built, which takes a second or two. */
  readonly onBuild?: (name: string) => void;
}

/** @public */
export interface BuildUiReport {
  /** Names of what was built; empty when all was fresh. */
  readonly built: readonly string[];
  readonly durationMs: number;
}

interface Target {
  readonly name: string;
  readonly directory: string;
  readonly out: string;
  readonly sources: readonly string[];
  readonly build: (out: string) => Promise<void>;
}

function targets(root: string, further: readonly string[]): readonly Target[] {
  const scripts = join(SHELL, 'scripts');
  const settings = join(root, 'plugin-sdk/src/packaging/ui-build.ts');
  const lock = join(root, 'node_modules/lit/package.json');
  const shell: Target = {
    name: 'shell-ui',
    directory: SHELL,
    out: join(SHELL, 'dist'),
    sources: [
      join(SHELL, 'src'),
      join(SHELL, 'index.html'),
      join(SHELL, 'frame.html'),
      join(SHELL, 'locales'),
      join(root, 'plugin-sdk/locales'),
      scripts,
      settings,
      lock,
      join(root, 'plugin-sdk/src/ui'),
      join(root, 'plugin-sdk/src/governance'),
    ],
    build: async (out) => (await import('./build-shell.ts')).buildShell(SHELL, out),
  };
  const folder = join(root, 'plugins');
  const beside = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const plugins = [...beside, ...further.map((directory) => resolve(directory))]
    .filter((directory) => existsSync(join(directory, 'ui/index.ts')))
    .map(
      (directory): Target => ({
        name: directory.split(/[\\/]/).pop() ?? directory,
        directory,
        out: join(directory, 'dist/ui'),
        sources: [join(directory, 'ui'), scripts, settings],
        build: async (out) => (await import('./build-plugin.ts')).buildPlugin(directory, out),
      }),
    );
  return [shell, ...plugins];
}

/** Builds the shell and every plugin's components whose sources have changed since they were last built. @public */
export async function buildUi(options: BuildUiOptions = {}): Promise<BuildUiReport> {
  const begin = performance.now();
  const root = options.root ?? dirname(SHELL);
  const built: string[] = [];
  for (const target of targets(root, options.plugins ?? [])) {
    const hash = sourceHash(root, target.sources);
    if (options.force !== true && isFresh(target.out, hash)) continue;
    options.onBuild?.(target.name);
    await buildInto(target.directory, target.out, hash, async (out) => {
      await target.build(out);
      compressFiles(out);
    });
    built.push(target.name);
  }
  return { built, durationMs: performance.now() - begin };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = await buildUi({ force: process.argv.includes('--force') });
  const what = report.built.length === 0 ? 'fresh' : `built ${report.built.join(', ')}`;
  process.stdout.write(`web shell: ${what} (${Math.round(report.durationMs)} ms)\n`);
}
