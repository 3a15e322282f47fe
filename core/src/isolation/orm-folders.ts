import { readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginNeeds } from '@datawave/plugin-sdk';

/** Folders that a plugin's process has to read to make its units of work itself: of MikroORM and what that needs. None unless it keeps data. */
export function ormFolders({ database }: PluginNeeds): readonly string[] {
  if (database === undefined) return [];
  const found = new Set<string>();
  const sdk = createRequire(fileURLToPath(import.meta.resolve('@datawave/plugin-sdk')));
  for (const name of ['@mikro-orm/postgresql', '@mikro-orm/core']) addPackage(name, sdk, found);
  return [...found];
}

function addPackage(name: string, from: NodeJS.Require, found: Set<string>): void {
  const folder = (from.resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((path) => statSync(join(path, 'package.json'), { throwIfNoEntry: false })?.isFile() === true);
  // What is optional may not be there.
  if (folder === undefined) return;
  const real = realpathSync(folder);
  if (found.has(real)) return;
  found.add(real);
  const file = join(real, 'package.json');
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly dependencies?: object;
    readonly peerDependencies?: object;
  };
  const own = createRequire(join(dirname(file), 'index.js'));
  for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) addPackage(needed, own, found);
}
