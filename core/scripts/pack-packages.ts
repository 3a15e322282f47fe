import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildUi } from '@datawave/shell-ui/build';
import { assemblePackage, readManifest, withCompiled } from './build-packages.ts';
import { root } from './repository.ts';

/**
 * `pack-packages.ts OUT FOLDER...`: tarballs of packages as they would be published, made from the sources of this checkout without
 * publishing anything, for work outside of it. OUT gets the tarballs and `packages.json`: name → `{ version, file }`.
 */
async function packPackages(out: string, folders: readonly string[]): Promise<void> {
  const stage = mkdtempSync(join(tmpdir(), 'datawave-pack-'));
  try {
    await buildUi();
    await withCompiled(folders, (compiled) => {
      for (const [index, folder] of folders.entries())
        stagePackage(folder, compiled, join(stage, String(index)));
    });
    mkdirSync(out, { recursive: true });
    const packages = runNpmPack(stage, folders.length, out);
    writeFileSync(join(out, 'packages.json'), `${JSON.stringify(packages, undefined, 2)}\n`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function stagePackage(folder: string, compiled: string, to: string): void {
  const components = join(root, folder, 'dist');
  if (readManifest(folder).name === '@datawave/shell-ui') {
    mkdirSync(to, { recursive: true });
    cpSync(components, join(to, 'dist'), { recursive: true });
    cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'));
    const {
      dependencies: _built,
      devDependencies: _tested,
      scripts: _scripts,
      exports: _exports,
      ...rest
    } = readManifest(folder);
    writeFileSync(join(to, 'package.json'), `${JSON.stringify(rest, undefined, 2)}\n`);
    return;
  }
  assemblePackage(folder, compiled, to);
  if (existsSync(join(components, 'ui'))) cpSync(join(components, 'ui'), join(to, 'ui'), { recursive: true });
}

/** One run of npm for all: what is packed is what npm itself would publish. */
function runNpmPack(
  stage: string,
  count: number,
  out: string,
): Readonly<Record<string, { readonly version: string; readonly file: string }>> {
  const folders = Array.from({ length: count }, (_, index) => `./${index}`);
  const { status, stdout, stderr } = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['pack', ...folders, '--ignore-scripts', '--json', '--pack-destination', out],
    { cwd: stage, encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  const packed = JSON.parse(stdout) as unknown;
  const list = Array.isArray(packed) ? packed : Object.values(packed as object);
  return Object.fromEntries(
    (list as readonly { name: string; version: string; filename: string }[]).map(
      ({ name, version, filename }) => [name, { version, file: filename }],
    ),
  );
}

const [out, ...folders] = process.argv.slice(2);
if (out === undefined || folders.length === 0) {
  console.error('Usage: pack-packages.ts OUT FOLDER...');
  process.exitCode = 2;
} else {
  await packPackages(resolve(out), folders);
  console.error(
    `packed ${folders.length} packages: ${readFileSync(join(resolve(out), 'packages.json')).length > 0 ? resolve(out) : ''}`,
  );
}
