import { readFile } from 'node:fs/promises';
import { createAudit } from '../../src/audit/audit.ts';
import { Installer } from '../../src/packages/installer.ts';
import { openStore } from '../../src/packages/lock/begin-lock.ts';
import { Registries } from '../../src/packages/registries/registries.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { silentLog, testScope } from '../storage.ts';
import { siteConfig, siteSeal } from './install-site.ts';

/** Where to install what, and at which step to be killed. */
export interface KilledInstall {
  readonly url: string;
  readonly migrationUrl: string;
  readonly directory: string;
  readonly file: string;
  /** An `InstallStep`; at any other it is not killed. */
  readonly step: string;
}

const [given] = process.argv.slice(2);
// A file that may not become larger is an error then, as on a disk that is full, and no end.
process.on('SIGXFSZ', () => undefined);
/** Installs a file and is killed at a step, without a word to anybody. */
if (process.send !== undefined && given !== undefined) {
  const { url, migrationUrl, directory, file, step } = JSON.parse(given) as KilledInstall;
  const storage = await openStorage({ url, migrationUrl, dataDirectory: directory, log: silentLog });
  const config = siteConfig(directory, {});
  const installer = new Installer({
    config,
    seal: siteSeal(storage, config),
    ...{ storage, store: openStore(directory, directory), log: silentLog },
    audit: createAudit(storage).service('core'),
    registries: () => new Registries([]),
    configured: () => Promise.resolve([]),
    running: () => [],
    reached: (at) => {
      if (at === step) process.kill(process.pid, 'SIGKILL');
    },
  });
  const change = await installer.propose({ files: [await readFile(file)] }, testScope());
  await installer.apply(change.id, change.hash, testScope());
  process.send({ ended: true });
}
