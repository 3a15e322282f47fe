import {
  catalogService,
  classificationService,
  coreServices,
  definePlugin,
  recordingHook,
  retirementHook,
  sourceDependentPoint,
  sourcesService,
} from '@datawave/plugin-sdk';
import { AssetEntity } from './asset-entity.ts';
import { AssetQueries } from './asset-queries.ts';
import { CatalogStore } from './catalog-store.ts';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';
import { sourceDeparture } from './source-departure.ts';

export default definePlugin()({
  deps: { storage: coreServices.storage, http: coreServices.http },
  optionalDeps: { sources: sourcesService, classification: classificationService },
  provides: { catalog: catalogService },
  hooks: [recordingHook, retirementHook],
  entities: [AssetEntity],
  migrations,
  setup({ deps, optional, hooks, extensions }) {
    mountRoutes(deps.http, new AssetQueries(deps.storage), optional);
    const catalog = new CatalogStore(deps.storage, hooks);
    extensions.contribute(sourceDependentPoint, 'catalog', sourceDeparture(catalog));
    return { catalog };
  },
});
