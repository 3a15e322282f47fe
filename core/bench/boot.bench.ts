import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm run bench -- boot`: a process that boots the kernel with 100 trivial plugins beside one that boots it with none,
 * in turn; the quickest of each counts, because whatever else the machine does only adds. The plugins are packages of plain JavaScript under node_modules, found by name, as they are when published.
 */
const ROUNDS = Number(process.env.DATAWAVE_BENCH_ROUNDS ?? 9);
const PLUGINS = 100;
const TARGET_MS = 300;

const folder = mkdtempSync(join(tmpdir(), 'datawave-bench-boot-'));

function writeProject(): { readonly none: string; readonly many: string } {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@datawave'), { recursive: true });
  symlinkSync(join(import.meta.dirname, '../../plugin-sdk'), join(modules, '@datawave/plugin-sdk'));
  writeFileSync(join(folder, 'package.json'), '{}');
  const names = Array.from({ length: PLUGINS }, (_, index) => `bench-plugin-${index}`);
  names.forEach((name, index) => {
    const directory = join(modules, name);
    mkdirSync(directory);
    // Each needs the one ten before it, so that there is a graph to walk.
    const requires = index >= 10 ? { [`bench-plugin-${index - 10}`]: '^1.0.0' } : {};
    const manifest = {
      manifestVersion: 1,
      id: name,
      apiVersion: '*',
      requires,
      config: 'config.schema.json',
    };
    writeFileSync(
      join(directory, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js', datawave: manifest }),
    );
    writeFileSync(
      join(directory, 'config.schema.json'),
      JSON.stringify({
        type: 'object',
        properties: { size: { type: 'integer', default: 1 } },
        additionalProperties: false,
      }),
    );
    writeFileSync(
      join(directory, 'index.js'),
      "import { definePlugin } from '@datawave/plugin-sdk';\nexport default definePlugin()({ setup: () => ({}) });\n",
    );
  });
  const configure = (file: string, plugins: readonly string[]): string => {
    const path = join(folder, file);
    const lines = plugins.map((name) => `  ${name}: {}`).join('\n');
    writeFileSync(
      path,
      `storage: { data: ./var }\nlog: { level: silent }\n${lines === '' ? '' : `plugins:\n${lines}\n`}`,
    );
    return path;
  };
  return { none: configure('none.yaml', []), many: configure('many.yaml', names) };
}

function boot(config: string, plugins: number): number {
  const result = spawnSync(process.execPath, [join(import.meta.dirname, 'boot/boot-process.ts'), config], {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
  });
  if (result.status !== 0) throw new Error(`the boot failed: ${result.stderr}`);
  const { active, sinceProcessStartMs } = JSON.parse(result.stdout) as {
    readonly active: number;
    readonly sinceProcessStartMs: number;
  };
  if (active !== plugins) throw new Error(`${active} of ${plugins} plugins run`);
  return sinceProcessStartMs;
}

const round = (value: number): number => Math.round(value * 10) / 10;

try {
  const { none, many } = writeProject();
  const without: number[] = [];
  const withMany: number[] = [];
  // The first two of each fill the compile cache.
  for (let i = -2; i < ROUNDS; i += 1) {
    const [a, b] = [boot(none, 0), boot(many, PLUGINS)];
    if (i < 0) continue;
    without.push(a);
    withMany.push(b);
  }
  const [bestWithout, bestWithMany] = [Math.min(...without), Math.min(...withMany)];
  const extraMs = bestWithMany - bestWithout;
  const result = {
    'no plugins, ms to ready': round(bestWithout),
    '100 plugins, ms to ready': round(bestWithMany),
    'extra ms': round(extraMs),
    'target ms': TARGET_MS,
    reached: extraMs < TARGET_MS,
  };
  console.table([result]);
  const results = process.env.DATAWAVE_BENCH_RESULTS;
  if (results !== undefined) {
    mkdirSync(results, { recursive: true });
    writeFileSync(
      join(results, 'boot.json'),
      JSON.stringify({ node: process.version, rounds: ROUNDS, result }, null, 2),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
