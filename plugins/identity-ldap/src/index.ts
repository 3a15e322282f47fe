import {
  accountsService,
  coreServices,
  DataWaveError,
  definePlugin,
  type ExecutionScope,
  pluginScope,
  signInProviderPoint,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { Departures } from './departures.ts';
import { DirectoryConnections } from './directory-connection.ts';
import { readDirectories } from './directory-settings.ts';
import { type SyncParts, syncDirectory, syncJob } from './directory-sync.ts';
import { LdapSignIn } from './ldap-sign-in.ts';
import { migrations } from './migrations.ts';

/** Contributes a way to sign in for each directory, and compares accounts with it. Connects to none before it is asked for something. */
export default definePlugin<Config>()({
  deps: {
    egress: coreServices.egress,
    storage: coreServices.storage,
    jobs: coreServices.jobs,
    accounts: accountsService,
  },
  migrations,
  setup({ config, deps: { egress, storage, jobs, accounts }, extensions, log, plugin, signal }) {
    const departures = new Departures(storage);
    const directories = new Map<string, SyncParts>();
    for (const settings of readDirectories(config)) {
      const connections = new DirectoryConnections({ egress, settings, purpose: plugin.id, log });
      directories.set(settings.key, { settings, connections, accounts, departures, log });
      const scope = (): ExecutionScope => ownScope(settings.title, signal);
      extensions.contribute(
        signInProviderPoint,
        settings.key,
        new LdapSignIn({ settings, connections, accounts, scope, log }),
      );
    }
    jobs.handle(syncJob, async ({ payload: { directory }, scope }) => {
      const parts = directories.get(directory);
      // Its schedule outlives what the configuration says no more.
      if (parts === undefined || !parts.settings.sync.enabled)
        throw new DataWaveError({
          code: 'DW_JOB_UNRETRYABLE',
          message: `The configuration asks for no comparison with a directory "${directory}" any more.`,
          hint: 'Nothing is to be done, unless it is missed.',
        });
      const outcome = await syncDirectory(parts, {
        ...ownScope(parts.settings.title, scope.signal),
        requestId: scope.requestId,
      });
      log.info('accounts were compared with a directory', { directory, ...outcome });
      return outcome;
    });
    return {};
  },
  async start({ config, deps: { jobs } }) {
    for (const { key, sync } of config.directories)
      if (sync.enabled)
        await jobs.schedule(syncJob, { name: `sync-${key}`, cron: sync.cron, payload: { directory: key } });
  },
});

/** Accounts belong to no workspace; who changed them is said by the title of the directory. */
const ownScope = (title: string, signal: AbortSignal): ExecutionScope =>
  pluginScope('identity-ldap', title, { signal });
