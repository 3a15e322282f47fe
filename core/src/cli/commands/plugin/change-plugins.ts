import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandIo, DataWaveError } from '@datawave/plugin-sdk';
import { createAudit } from '../../../audit/audit.ts';
import { type ChangeRow, FOLLOWED, readChange } from '../../../packages/apply/change-rows.ts';
import { Installer } from '../../../packages/installer.ts';
import type { InstallerParts } from '../../../packages/installer-parts.ts';
import { adoptLock } from '../../../packages/lock/adopt-lock.ts';
import { openStore } from '../../../packages/lock/begin-lock.ts';
import { readNewestLock } from '../../../packages/lock/lock-rows.ts';
import { LockSeal } from '../../../packages/lock/lock-seal.ts';
import type { PluginLock } from '../../../packages/lock/plugin-lock.ts';
import type { PlanRequest } from '../../../packages/plan/make-plan.ts';
import { asksForMore, fromConfiguration, type InstalledPlugin } from '../../../packages/plan/plan.ts';
import { reviewText } from '../../../packages/plan/review-text.ts';
import { openRegistries } from '../../../packages/registries/open-registries.ts';
import type { Registries } from '../../../packages/registries/registries.ts';
import { discoverPlugins } from '../../../plugins/discover.ts';
import { createEgress } from '../../../security/egress.ts';
import { createVault } from '../../../security/vault.ts';
import { VAULT_KEY_FILE } from '../../../subsystems/open-core-storage.ts';
import { terminalText } from '../../../telemetry/terminal-text.ts';
import { createTextLogger } from '../../../telemetry/text-logger.ts';
import { type StorageWork, withStorage } from '../../with-storage.ts';
import type { InspectOptions } from './inspect-plugins.ts';

/** Options of every action that changes the installed plugins. */
export const CHANGE_OPTIONS = {
  config: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  'accept-permissions': { type: 'boolean', default: false },
} as const;

/** What these options say in the usage of an action. */
export const CHANGE_USAGE = `  --yes                  apply without asking; needed where nobody can answer
  --accept-permissions   with --yes: also when something is asked for that was not granted before
  --json                 print the change as JSON
  --config FILE, --data DIR`;

export interface ChangeOptions extends InspectOptions {
  readonly json: boolean;
  readonly yes: boolean;
  readonly 'accept-permissions': boolean;
}

/** How long a running platform has to say that it follows. */
const FOLLOW_MS = 15_000;
const LOOK_MS = 200;
/** Beyond the time for which a change is watched: two restarts. */
const RESTARTS_MS = 120_000;

/** Where the platform's registries are asked from the command line. */
export function registriesOf({ config, storage, scope }: StorageWork, io: CommandIo): () => Registries {
  const log = createTextLogger({ level: 'warn', destination: io.stderr });
  const egress = createEgress({ policy: config.egress, log });
  const reveal = async (name: string): Promise<string> => {
    // What a configuration names lies under the local key.
    const vault = await createVault({
      ...{ storage, log, env: io.env, provider: config.secrets.provider },
      keyFile: join(config.storage.data, VAULT_KEY_FILE),
    });
    return vault.service('core').reveal(scope, name);
  };
  return () => openRegistries(config, { egress, reveal });
}

/** The plugins that the configuration itself brings. */
export function configuredPlugins({ projectDirectory, plugins }: StorageWork['config']): InstalledPlugin[] {
  const found = discoverPlugins({ projectDirectory, configured: plugins, extra: [] });
  return found.flatMap(({ package: read }) => (read === null ? [] : [fromConfiguration(read)]));
}

/** What installs, beside a platform that may run. */
export function installerParts(
  work: StorageWork,
  io: CommandIo,
  registries: () => Registries,
): InstallerParts {
  const { config, storage, scope } = work;
  const log = createTextLogger({ level: 'warn', destination: io.stderr });
  return {
    ...{ config, storage, log, registries, audit: createAudit(storage).service('core') },
    seal: new LockSeal({ storage, config, log, env: io.env, scope: () => scope }),
    store: openStore(config.storage.data, config.projectDirectory),
    configured: () => Promise.resolve(configuredPlugins(config)),
    running: () => [],
  };
}

/**
 * Plans a change, shows it, asks, applies it, and waits for what a running platform makes of it.
 * @param ask - what is wanted, once the database is open; `use` puts others in the place of the configured registries
 */
export function changePlugins(
  values: ChangeOptions,
  io: CommandIo,
  ask: (work: StorageWork, use: (registries: () => Registries) => void) => Promise<PlanRequest> | PlanRequest,
): Promise<number> {
  return withStorage({ config: values.config, data: values.data }, io, async (work) => {
    const { config, storage, scope } = work;
    let registries = registriesOf(work, io);
    const parts = installerParts(work, io, () => registries());
    const { store, seal } = parts;
    const installer = new Installer(parts);
    const request = await ask(work, (others) => {
      registries = others;
    });
    const change = await installer.propose(request, scope);
    const say = (text: string): void => void (values.json ? io.stderr : io.stdout).write(text);
    say(reviewText(change));
    if (!(await isAgreed(asksForMore(change.plan), values, io))) {
      say('Nothing was changed.\n');
      return 1;
    }
    const lock = await installer.apply(change.id, change.hash, scope);
    await adoptLock(
      { storage, store, seal, dataDirectory: config.storage.data },
      await readNewestLock(storage),
    );
    const end = await outcomeOf(work, change.id, say);
    if (values.json) io.stdout.write(`${JSON.stringify(await readChange(storage, change.id), null, 2)}\n`);
    return report(end, lock, say);
  });
}

/** @throws DataWaveError DW_PACKAGES_UNCONFIRMED where nobody can be asked */
export async function isAgreed(
  asksMore: boolean,
  values: Pick<ChangeOptions, 'yes' | 'accept-permissions'>,
  io: CommandIo,
): Promise<boolean> {
  if (values.yes && (!asksMore || values['accept-permissions'])) return true;
  if (!process.stdin.isTTY || !io.isInteractive)
    throw new DataWaveError({
      code: 'DW_PACKAGES_UNCONFIRMED',
      message: values.yes
        ? 'The plan grants what was not granted before, and nobody was asked.'
        : 'Nobody can be asked whether the plan is to be applied.',
      hint: `Look at the plan above, and repeat with ${asksMore ? '--yes --accept-permissions' : '--yes'}.`,
    });
  const lines = createInterface({ input: process.stdin, output: io.stderr as NodeJS.WritableStream });
  try {
    const answer = await lines.question(
      asksMore ? 'Grant this and apply the plan? [y/N] ' : 'Apply the plan? [y/N] ',
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** Waits while a running platform follows; null when none does. */
async function outcomeOf(
  { storage, config }: StorageWork,
  id: string,
  say: (text: string) => void,
): Promise<ChangeRow | null> {
  const began = performance.now();
  let isFollowed = false;
  say('Waiting for a running platform to follow.\n');
  for (;;) {
    const change = await readChange(storage, id);
    if (change.state !== 'watching') return change;
    if (change.step === FOLLOWED && !isFollowed) {
      isFollowed = true;
      say(`The running platform starts anew and is watched for ${config.packages.watchSeconds} s.\n`);
    }
    const patience = isFollowed ? config.packages.watchSeconds * 1000 + RESTARTS_MS : FOLLOW_MS;
    if (performance.now() - began > patience) return isFollowed ? change : null;
    await sleep(LOOK_MS);
  }
}

function report(end: ChangeRow | null, lock: PluginLock, say: (text: string) => void): number {
  if (end === null) {
    say(`State ${lock.number} takes effect at the next start, and is watched then.\n`);
    return 0;
  }
  if (end.state === 'applied') {
    say(`State ${lock.number} is in effect.\n`);
    return 0;
  }
  say(
    end.state === 'watching'
      ? 'The platform has not confirmed it yet. See "datawave plugin rollback --list".\n'
      : `The former plugins are back: ${terminalText(end.reason ?? 'no reason is known')}\n`,
  );
  return 1;
}
