import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assemblePackage, readManifest, withCompiled } from './build-packages.ts';
import { listPackages, root } from './repository.ts';
import { checkTypes } from './typecheck.ts';

/**
 * `npm run build`: a `dist` folder for every package, which is what is published: JavaScript with declarations, and
 * everything beside it that is not a test. `npm run build:ui` follows, which adds the web shell and the
 * plugins' web components.
 */
async function buildPackages(): Promise<void> {
  if (!(await checkTypes())) throw new Error('the types are not sound, so nothing was built');
  const packages = listPackages();
  await withCompiled(packages, (compiled) => {
    for (const folder of packages) buildPackage(folder, compiled);
  });
}

function buildPackage(folder: string, compiled: string): void {
  // The shell's dist is the built shell itself; its own build makes it.
  if (readManifest(folder).name === '@datawave/shell-ui') return;
  const dist = join(root, folder, 'dist');
  mkdirSync(dist, { recursive: true });
  // Built web components stay: `npm run build:ui` knows when they are stale.
  for (const name of readdirSync(dist)) {
    if (name !== 'ui') rmSync(join(dist, name), { recursive: true, force: true });
  }
  assemblePackage(folder, compiled, dist);
  console.log(`built ${folder}/dist`);
}

try {
  await buildPackages();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
