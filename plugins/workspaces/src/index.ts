import {
  accessMembershipPoint,
  accountsService,
  coreServices,
  definePlugin,
  type ExecutionScope,
  mailRecipientPoint,
  pluginScope,
  quotasService,
  rolesService,
  usageCounterPoint,
  workspaceDeletingHook,
  workspacesService,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { deleteJob, deleteWorkspace } from './deletion/delete-workspace.ts';
import { Inventory } from './deletion/inventory.ts';
import { Directory } from './directory.ts';
import { Entrance } from './entering/entrance.ts';
import { WorkspaceResolver } from './entering/workspace-resolver.ts';
import { memberMail } from './member-mail.ts';
import { migrations } from './migrations.ts';
import { Quotas } from './quotas/quotas.ts';
import { UsageKeeper } from './quotas/usage-keeper.ts';
import { mountDeletionRoutes } from './routes/deletion-routes.ts';
import { WorkspaceGuard } from './routes/guard.ts';
import { mountMemberRoutes } from './routes/member-routes.ts';
import { mountQuotaRoutes } from './routes/quota-routes.ts';
import { mountWorkspaceRoutes } from './routes/workspace-routes.ts';
import { ChoiceStore } from './store/choice-store.ts';
import { MemberStore } from './store/member-store.ts';
import { type StoreParts, WorkspaceStore } from './store/workspace-store.ts';
import { accountDeletedJob, followDeletions, tellOfDeleted } from './tell-of-deleted.ts';

/** Milliseconds after which what was begun before nobody could enter any more is taken to be over. */
const SETTLE_MS = 1_000;

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    events: coreServices.events,
    jobs: coreServices.jobs,
    access: coreServices.access,
    audit: coreServices.audit,
    authentication: coreServices.authentication,
  },
  optionalDeps: { accounts: accountsService, roles: rolesService },
  provides: { directory: workspacesService, quotas: quotasService },
  hooks: [workspaceDeletingHook],
  extensionPoints: [usageCounterPoint],
  migrations,
  setup({ deps, optional, config, extensions, hooks, log, signal, onDispose }) {
    const { storage, http, events, jobs, access, audit, authentication } = deps;
    const freshMs = config.enterSeconds * 1000;
    const own = (): ExecutionScope => pluginScope('workspaces', 'Workspaces', { signal });
    const stores: StoreParts = { storage, events, audit, changed: () => resolver.forget() };
    const workspaces = new WorkspaceStore(stores);
    const members = new MemberStore(stores, workspaces);
    const counters = extensions.collection(usageCounterPoint);
    const quotas: Quotas = new Quotas({
      ...{ storage, workspaces, members, counters, defaults: config.limits },
      requests: (workspace) => resolver.requests(workspace),
    });
    const entrance = new Entrance({
      ...{ storage, workspaces, members, access, scope: own },
      requestsPerMinute: (workspace) => quotas.limitOf(workspace, 'requests-per-minute'),
    });
    const resolver: WorkspaceResolver = new WorkspaceResolver(entrance, freshMs);
    const directory = new Directory({ storage, workspaces, members, entrance, scope: own });
    extensions.contribute(
      mailRecipientPoint,
      'workspaces',
      memberMail(directory, () => optional.accounts),
    );
    const inventory = new Inventory(storage);
    const guard = new WorkspaceGuard(access, workspaces);
    const keeper = new UsageKeeper({ storage, jobs, counters, scope: own, log });

    onDispose(events.subscribe({ types: ['workspaces.*'] }, () => resolver.forget()));
    onDispose(keeper.follow(events));
    keeper.handle(quotas);
    jobs.handle(deleteJob, (job) => deleteWorkspace({ storage, workspaces, inventory, hooks }, job));
    const deletions = { storage, events, jobs, workspaces, scope: own };
    jobs.handle(accountDeletedJob, tellOfDeleted(deletions));
    onDispose(followDeletions(deletions));
    mountWorkspaceRoutes(http, {
      ...{ workspaces, members, directory, quotas, guard, choices: new ChoiceStore(storage) },
      entered: () => resolver.forget(),
    });
    mountMemberRoutes(http, {
      ...{ storage, workspaces, members, quotas, guard },
      accounts: () => optional.accounts,
      roles: () => optional.roles,
    });
    mountQuotaRoutes(http, { guard, quotas, workspaces });
    mountDeletionRoutes(http, { guard, workspaces, inventory, jobs, graceMs: freshMs + SETTLE_MS });
    extensions.contribute(accessMembershipPoint, 'workspaces', {
      rolesOf: async (scope) =>
        (await directory.mayEnter(scope, scope.workspace))
          ? ((await directory.roles(scope)).get(scope.workspace) ?? [])
          : null,
    });
    onDispose(authentication.resolveWorkspaces(resolver.resolve));
    return { directory, quotas };
  },
});
