import {
  assessmentService,
  complianceService,
  coreServices,
  definePlugin,
  sourceDependentPoint,
} from '@datawave/plugin-sdk';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';
import { sourceDeparture } from './source-departure.ts';
import { ViolationStore } from './violation-store.ts';

export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    events: coreServices.events,
    assessment: assessmentService,
  },
  provides: { compliance: complianceService },
  migrations,
  setup({ deps, extensions }) {
    const store = new ViolationStore(deps.storage, deps.events, deps.assessment);
    mountRoutes(deps.http, deps.storage, store, deps.assessment);
    extensions.contribute(sourceDependentPoint, 'compliance', sourceDeparture(store));
    return { compliance: store };
  },
});
