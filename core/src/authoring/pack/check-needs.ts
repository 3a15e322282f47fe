import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { PluginNeeds, PluginPackage } from '@datawave/plugin-sdk';
import { packFault } from './pack-fault.ts';
import type { SourcePackage } from './source-package.ts';

/** What a plugin's definition takes, as its own process told. */
export interface ProbedDefinition {
  /** Ids of the services that it asks for. */
  readonly services: readonly string[];
  /** It has entities or migrations. */
  readonly keepsData: boolean;
  /** Why the module is no plugin; null when it is one. */
  readonly fault: { readonly message: string; readonly hint: string | null } | null;
}

/** Milliseconds that a module may take to be imported. */
const PATIENCE_MS = 20_000;

/**
 * Imports the built module in a process of its own and holds what it takes against what the manifest says that it needs.
 * @throws DataWaveError DW_PLUGIN_PACK_BUILD when the module is no plugin, DW_PLUGIN_PACK_NEEDS
 */
export async function checkNeeds(source: SourcePackage, code: string): Promise<void> {
  const { directory, manifest } = source;
  const probed = await probe(source, code);
  if (probed.fault !== null)
    throw packFault(
      'DW_PLUGIN_PACK_BUILD',
      `The built plugin does not load: ${probed.fault.message}`,
      probed.fault.hint ?? 'Mend what is named.',
      {
        where: directory,
      },
    );
  const missing = missingNeeds(probed, manifest.needs ?? {});
  if (missing.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_NEEDS',
      `The plugin takes more than its manifest says: ${missing.join('; ')}.`,
      'Add it to "needs" in the manifest, so that whoever installs the plugin is asked; or do without.',
      { where: join(directory, 'package.json') },
    );
}

/** Needs that a manifest lacks, each with what asks for it. */
export function missingNeeds(
  { services, keepsData }: Pick<ProbedDefinition, 'services' | 'keepsData'>,
  needs: PluginNeeds,
): readonly string[] {
  const takes = (service: string): boolean => services.includes(`core.${service}`);
  const isNamed = (list: readonly string[] | undefined): boolean => list !== undefined && list.length > 0;
  return [
    keepsData && needs.database === undefined
      ? 'it has entities or migrations, and "database" is not named'
      : null,
    takes('storage') && needs.database === undefined
      ? 'it takes the storage service, and "database" is not named'
      : null,
    takes('jobs') && needs.jobs !== true ? 'it takes the jobs service, and "jobs" is not true' : null,
    takes('http') && needs.http !== true ? 'it takes the http service, and "http" is not true' : null,
    takes('vault') && !isNamed(needs.secrets) ? 'it takes the vault, and "secrets" names nothing' : null,
    services.includes('mail.sender') && needs.mail !== true
      ? 'it takes the service that sends mail, and "mail" is not true'
      : null,
    // Files that a source names are opened through the same broker.
    takes('egress') && !isNamed(needs.network) && !isNamed(needs.files)
      ? 'it takes the egress service, and "network" names no destination'
      : null,
  ].filter((text) => text !== null);
}

/** Beside the plugin, so that its SDK is found as it will be where it is installed. */
async function probe(source: SourcePackage, code: string): Promise<ProbedDefinition> {
  const folder = mkdtempSync(join(source.directory, '.datawave-pack-'));
  try {
    const file = join(folder, 'index.mjs');
    writeFileSync(file, code);
    return await askChild(file, {
      name: source.name,
      version: source.version,
      directory: source.directory,
      manifest: source.manifest,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function askChild(file: string, source: PluginPackage): Promise<ProbedDefinition> {
  const program = join(import.meta.dirname, `probe-definition${extname(import.meta.filename)}`);
  return new Promise((resolve, reject) => {
    // Without the variables of whoever packs: importing a plugin is no reason to know them.
    const child = fork(program, [], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    let answer: ProbedDefinition | null = null;
    child.once('message', (message: ProbedDefinition) => {
      answer = message;
    });
    child.once('error', reject);
    child.once('close', (exit, signal) => {
      clearTimeout(late);
      const message = `its process ended with ${signal ?? exit} while it was imported`;
      resolve(
        answer ?? {
          services: [],
          keepsData: false,
          fault: { message, hint: 'Do nothing at import time; work begins in setup and start.' },
        },
      );
    });
    child.send({ file, source });
  });
}
