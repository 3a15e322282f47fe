import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findUnlocked, type LockFile } from './check-lock.ts';
import { checkMessages } from './check-messages.ts';
import { checkLayers } from './layers/layer-rule.ts';
import type { PackageManifest } from './published-manifest.ts';
import { liesInInner, listFiles, listPackages, root } from './repository.ts';
import { runTool } from './run-tool.ts';
import { findShippingFaults } from './shipped-files.ts';

/** Biome's rules and format. With `write` it mends what it can. */
export async function checkFormatAndRules(write = false): Promise<boolean> {
  const args = ['check', '--no-errors-on-unmatched', '--max-diagnostics=60', ...(write ? ['--write'] : [])];
  return (await runTool('@biomejs/biome', args, 'biome')) === 0;
}

/** Who may import whom, and what plugins must not touch. */
export function checkLayerRule(): boolean {
  const violations = listFiles('**/*.ts', '**/*.mjs').flatMap((file) =>
    checkLayers(file, readFileSync(join(root, file), 'utf8')),
  );
  for (const { file, line, what, why } of violations) console.error(`${file}:${line} ${what}: ${why}`);
  return violations.length === 0;
}

/** What stands at the root, beside dot files and what is ignored: whoever looks for something has few places to look in. */
const ROOMS = [
  ...['core', 'plugins', 'plugin-sdk', 'shell-ui', 'registry', 'config', 'deploy'],
  ...['package.json', 'package-lock.json', 'lerna.json', 'tsconfig.json', 'README.md', 'LICENSE'],
];
const IGNORED_AT_ROOT = /^(node_modules|var|dist|coverage|.*\.(log|tsbuildinfo))$/;

/** Whether nothing new stands at the root. */
export function checkRoot(): boolean {
  const strange = readdirSync(root).filter(
    (name) => !name.startsWith('.') && !IGNORED_AT_ROOT.test(name) && !ROOMS.includes(name),
  );
  for (const name of strange)
    console.error(`${name} stands at the root: move it into ${ROOMS.slice(0, 7).join(', ')}.`);
  return strange.length === 0;
}

/** Lines above which a file is two. */
const MOST_LINES = 400;

/** Whether no file is too long, counted as `wc -l` does: blank lines and comments have to be scrolled past, too. */
export function checkFileLengths(): boolean {
  const long = listFiles('**/*.ts', '**/*.mjs')
    .filter((file) => !file.endsWith('.d.ts'))
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES);
  for (const { file, lines } of long)
    console.error(`${file} has ${lines} lines, ${MOST_LINES} at most: make two files of it.`);
  return long.length === 0;
}

/** Whether `npm ci` will accept the lock file in a fresh clone. */
export function checkLockFile(): boolean {
  const lock: LockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const unlocked = findUnlocked(lock);
  for (const entry of unlocked) console.error(`package-lock.json is incomplete: ${entry}`);
  return unlocked.length === 0;
}

/** Whether every package ships all that it needs and nothing that stays in the checkout. */
export function checkShippedFiles(): boolean {
  const files = listFiles('**/*').filter((file) => statSync(join(root, file)).isFile());
  const packages = listPackages();
  const faults = packages.flatMap((folder) => {
    const manifest: PackageManifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const own = files
      .filter((file) => file.startsWith(`${folder}/`) && !liesInInner(packages, folder, file))
      .map((file) => file.slice(folder.length + 1));
    return findShippingFaults(manifest, own).map((fault) => `${folder}/package.json: ${fault}`);
  });
  for (const fault of faults) console.error(fault);
  return faults.length === 0;
}

if (import.meta.filename === process.argv[1]) {
  const checks = [
    await checkFormatAndRules(process.argv.includes('--write')),
    checkLayerRule(),
    checkFileLengths(),
    checkRoot(),
    checkLockFile(),
    checkShippedFiles(),
    checkMessages(),
  ];
  process.exitCode = checks.every(Boolean) ? 0 : 1;
}
