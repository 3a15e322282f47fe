import {
  accountsService,
  coreServices,
  DataWaveError,
  definePlugin,
  type ExecutionScope,
  identityEvents,
  pluginScope,
} from '@datawave/plugin-sdk';
import { ScimClients } from './clients.ts';
import type { Config } from './config.generated.ts';
import { GroupStore } from './group-store.ts';
import { Groups } from './groups.ts';
import { migrations } from './migrations.ts';
import { mountDiscoveryRoutes } from './routes/discovery-routes.ts';
import { mountGroupRoutes } from './routes/group-routes.ts';
import { mountUserRoutes } from './routes/user-routes.ts';
import { UserStore } from './user-store.ts';
import { Users } from './users.ts';

/** A SCIM 2.0 service (RFC 7643 and 7644) for directories that bring people in and take them out. */
export default definePlugin<Config>()({
  deps: {
    accounts: accountsService,
    events: coreServices.events,
    http: coreServices.http,
    storage: coreServices.storage,
  },
  optionalDeps: { audit: coreServices.audit },
  migrations,
  setup({ config, deps: { accounts, events, http, storage }, optional, signal, onDispose }) {
    checkClients(config);
    const clients = new ScimClients(config.clients);
    const audit = () => optional.audit;
    const userStore = new UserStore(storage);
    const users = new Users({ storage, store: userStore, accounts, audit });
    const groups = new Groups({ storage, store: new GroupStore(storage), users: userStore, accounts, audit });
    onDispose(
      events.subscribe({ types: [identityEvents.userDeleted] }, async ({ subject }) => {
        if (subject !== undefined) await users.forget(ownScope(signal), subject);
      }),
    );
    mountDiscoveryRoutes(http, clients);
    mountUserRoutes(http, clients, users);
    mountGroupRoutes(http, clients, groups);
    return {};
  },
});

/** Two clients of one key would take each other's people out, and two of one service could not be told apart. */
function checkClients({ clients }: Config): void {
  for (const [what, names] of Object.entries({
    key: clients.map(({ key }) => key),
    service: clients.map(({ key, service }) => service ?? key),
  })) {
    if (new Set(names).size === names.length) continue;
    throw new DataWaveError({
      code: 'DW_SCIM_CONFIG',
      message: `Two SCIM clients have the same ${what}.`,
      hint: 'Correct the configuration of identity-scim.',
      where: 'plugin identity-scim',
    });
  }
}

/** Accounts belong to no workspace. */
const ownScope = (signal: AbortSignal): ExecutionScope =>
  pluginScope('identity-scim', 'Provisioning by SCIM', { signal });
