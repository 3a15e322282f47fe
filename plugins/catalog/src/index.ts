import {
  catalogService,
  classificationService,
  coreServices,
  definePlugin,
  recordingHook,
  retirementHook,
  sourcesService,
} from '@datawave/plugin-sdk';
import { AssetEntity } from './asset-entity.ts';
import { AssetQueries } from './asset-queries.ts';
import { CatalogStore } from './catalog-store.ts';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';

export default definePlugin()({
  deps: { storage: coreServices.storage, http: coreServices.http },
  optionalDeps: { sources: sourcesService, classification: classificationService },
  provides: { catalog: catalogService },
  hooks: [recordingHook, retirementHook],
  entities: [AssetEntity],
  migrations,
  setup({ deps, optional, hooks }) {
    mountRoutes(deps.http, new AssetQueries(deps.storage), optional);
    return { catalog: new CatalogStore(deps.storage, hooks) };
  },
});
