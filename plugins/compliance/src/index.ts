import {
  accountsService,
  assessmentService,
  catalogService,
  complianceService,
  coreServices,
  definePlugin,
  riskTermsPoint,
  sourceDependentPoint,
  sourcesService,
  sql,
} from '@datawave/plugin-sdk';
import { mountEvidenceRoutes } from './evidence-routes.ts';
import { mountFrameworkRoutes } from './framework-routes.ts';
import { Labels } from './labels.ts';
import { Lifecycle, type Visibility } from './lifecycle.ts';
import { mountLifecycleRoutes } from './lifecycle-routes.ts';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';
import { sourceDeparture } from './source-departure.ts';
import { sourceRisk } from './source-risk.ts';
import { mountTrendRoute } from './trend.ts';
import { ViolationStore } from './violation-store.ts';

export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    events: coreServices.events,
    audit: coreServices.audit,
    assessment: assessmentService,
    access: coreServices.access,
  },
  optionalDeps: { catalog: catalogService, accounts: accountsService, sources: sourcesService },
  provides: { compliance: complianceService },
  migrations,
  setup({ deps, optional, extensions }) {
    const { storage, events, assessment, audit } = deps;
    const store = new ViolationStore(storage, events, assessment, () => optional.catalog);
    const visible: Visibility = (scope, permission = 'compliance:read', table = 'violations') =>
      optional.catalog === undefined
        ? deps.access.filter(scope, permission, {})
        : optional.catalog.visible(scope, permission, sql`${sql.identifier(table)}.asset`);
    const lifecycle = new Lifecycle({
      ...{ storage, audit, events, visible },
      accounts: () => optional.accounts,
      mark: (tx, scope, assets) => store.mark(tx, scope, assets),
    });
    const parts = {
      storage,
      store,
      lifecycle,
      assessment,
      visible,
      labels: new Labels(assessment, optional),
    };
    mountRoutes(deps.http, parts);
    mountLifecycleRoutes(deps.http, parts);
    mountFrameworkRoutes(deps.http, parts);
    mountEvidenceRoutes(deps.http, parts);
    mountTrendRoute(deps.http, storage, visible);
    extensions.contribute(sourceDependentPoint, 'compliance', sourceDeparture(store));
    extensions.contribute(riskTermsPoint, 'compliance', sourceRisk(storage, visible));
    return { compliance: store };
  },
});
