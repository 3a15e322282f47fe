import {
  assessmentService,
  catalogService,
  complianceService,
  coreServices,
  definePlugin,
  riskTermsPoint,
  sourceDependentPoint,
  sql,
} from '@datawave/plugin-sdk';
import { migrations } from './migrations.ts';
import { mountRoutes, type Visibility } from './routes.ts';
import { sourceDeparture } from './source-departure.ts';
import { sourceRisk } from './source-risk.ts';
import { ViolationStore } from './violation-store.ts';

export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    events: coreServices.events,
    assessment: assessmentService,
    access: coreServices.access,
  },
  optionalDeps: { catalog: catalogService },
  provides: { compliance: complianceService },
  migrations,
  setup({ deps, optional, extensions }) {
    const store = new ViolationStore(deps.storage, deps.events, deps.assessment);
    const visible: Visibility = (scope) =>
      optional.catalog === undefined
        ? deps.access.filter(scope, 'compliance:read', {})
        : optional.catalog.visible(scope, 'compliance:read', sql`violations.asset`);
    mountRoutes(deps.http, { ...deps, store, visible });
    extensions.contribute(riskTermsPoint, 'compliance', sourceRisk(deps.storage, visible));
    extensions.contribute(sourceDependentPoint, 'compliance', sourceDeparture(store));
    return { compliance: store };
  },
});
