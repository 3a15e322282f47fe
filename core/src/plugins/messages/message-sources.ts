import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PluginPackage } from '@datawave/plugin-sdk';
import type { Kernel } from '../../kernel-types.ts';
import type { MessageSource } from './merged-messages.ts';

const FOLDER = 'locales';
/** Packages that come with DataWave. */
const BUNDLED = /^@datawave\/plugin-/;

/** Who brings texts now: what the shell calls a thing, no plugin calls otherwise. */
export function messageSources(
  kernel: Pick<Kernel, 'plugins' | 'manifests'>,
  kernelPackage: PluginPackage,
  shellDirectory: string | null,
): readonly MessageSource[] {
  const manifests = kernel.manifests();
  const running = kernel.plugins().flatMap(({ id, state }): readonly MessageSource[] => {
    const found = manifests.get(id);
    const locales = found?.manifest.contributes?.locales;
    if (found === undefined || locales === undefined || (state !== 'active' && state !== 'degraded'))
      return [];
    const rank = BUNDLED.test(found.name) ? 'bundled' : 'other';
    return [{ id, version: found.version, directory: found.directory, rank, locales }];
  });
  const { version, directory } = kernelPackage;
  return [
    ...(shellDirectory === null ? [] : [folderSource('shell', version, shellDirectory)]),
    folderSource('core', version, dirname(directory)),
    ...running,
  ];
}

/** What lies in the folder `locales` of a package without a manifest. */
function folderSource(id: string, version: string, directory: string): MessageSource {
  const known = folders.get(directory);
  if (known !== undefined) return known;
  const locales: Record<string, string> = {};
  try {
    for (const name of readdirSync(join(directory, FOLDER)))
      if (name.endsWith('.json')) locales[name.slice(0, -'.json'.length)] = `${FOLDER}/${name}`;
  } catch (error) {
    // A shell that was built without translations is shown in English.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const source: MessageSource = { id, version, directory, rank: 'shell', locales };
  folders.set(directory, source);
  return source;
}

/** Read once: what a process runs from does not change while it runs. */
const folders = new Map<string, MessageSource>();
