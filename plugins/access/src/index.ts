import {
  accessMembershipPoint,
  accessObjectPoint,
  accountsService,
  coreServices,
  definePlugin,
  notificationRulePoint,
  pluginScope,
  rolesService,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { createDecider } from './decide/decider.ts';
import { Guard } from './decide/guard.ts';
import { RuleSets } from './decide/rule-sets.ts';
import { elevationsJob } from './elevations-job.ts';
import { groupRolesJob, settleGroupRoles } from './group-roles.ts';
import { PermissionCatalog } from './model/permission-catalog.ts';
import { notifyOfElevations } from './notify-of-elevations.ts';
import { Roles } from './roles-service.ts';
import { AccessObjects } from './routes/access-objects.ts';
import { mountAssignmentRoutes } from './routes/assignment-routes.ts';
import { mountElevationRoutes } from './routes/elevation-routes.ts';
import { OthersScopes } from './routes/in-the-name-of.ts';
import { mountPolicyRoutes } from './routes/policy-routes.ts';
import { mountRoleRoutes } from './routes/role-routes.ts';
import { mountAccessRoutes } from './routes/test-routes.ts';
import { mountWhoRoute } from './routes/who-routes.ts';
import { AssignmentStore } from './store/assignment-store.ts';
import { ElevationStore } from './store/elevation-store.ts';
import { migrations } from './store/migrations.ts';
import { PolicyStore } from './store/policy-store.ts';
import { RoleStore } from './store/role-store.ts';
import { RulesLedger } from './store/rules-ledger.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    events: coreServices.events,
    jobs: coreServices.jobs,
    access: coreServices.access,
    audit: coreServices.audit,
    plugins: coreServices.plugins,
  },
  optionalDeps: { accounts: accountsService },
  provides: { roles: rolesService },
  extensionPoints: [accessObjectPoint, accessMembershipPoint],
  migrations,
  setup({ deps, optional, config, extensions, log, signal, onDispose }) {
    const { storage, http, events, jobs, access, audit, plugins } = deps;
    const sets = new RuleSets(storage, plugins, signal);
    onDispose(sets.follow(events));
    const ledger = new RulesLedger(storage, { events, audit }, (workspace) => sets.forget(workspace));
    const roles = new RoleStore(ledger);
    const assignments = new AssignmentStore(ledger);
    const policies = new PolicyStore(ledger);
    const elevations = new ElevationStore(ledger);
    const guard = new Guard(sets);
    const catalog = new PermissionCatalog(plugins);
    jobs.handle(elevationsJob, async ({ scope }) => {
      // Nobody ended them: their time was over.
      await elevations.endOverdue({ ...scope, ...pluginScope('access', 'Access', scope) });
    });
    jobs.handle(groupRolesJob, (context) =>
      settleGroupRoles({ ...config, accounts: optional.accounts, roles, assignments, ledger, log }, context),
    );
    mountRoleRoutes(http, { roles, guard, catalog });
    const accounts = () => optional.accounts;
    mountAssignmentRoutes(http, { roles, assignments, ledger, guard, access, accounts });
    mountPolicyRoutes(http, { policies, roles, guard, catalog });
    mountElevationRoutes(http, { elevations, roles, guard, ledger, access, jobs, config });
    const objects = new AccessObjects(extensions.collection(accessObjectPoint));
    const others = new OthersScopes(accounts, extensions.collection(accessMembershipPoint));
    mountAccessRoutes(http, { plugins, sets, objects, others });
    mountWhoRoute(http, { plugins, sets, access, ledger, roles, objects, others, accounts });
    extensions.contribute(notificationRulePoint, 'access', notifyOfElevations(elevations));
    onDispose(access.use(createDecider(sets)));
    return { roles: new Roles(roles, assignments, ledger) };
  },
  async start({ deps: { jobs, storage }, signal }) {
    const scope = pluginScope('access', 'Access', { signal });
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, groupRolesJob, {}, { deduplicationKey: 'start' });
    });
    // Providers call groups by other names while the platform runs.
    await jobs.schedule(groupRolesJob, { name: 'group-roles', cron: '37 * * * *', payload: {} });
  },
});
