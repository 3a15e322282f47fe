import { assessmentService, complianceService, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';
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
  setup({ deps }) {
    const store = new ViolationStore(deps.storage, deps.events, deps.assessment);
    mountRoutes(deps.http, deps.storage, store, deps.assessment);
    return { compliance: store };
  },
});
