import { coreServices, definePlugin, scannerService, sourcesService } from '@datawave/plugin-sdk';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';
import { SourceEntity } from './source-entity.ts';
import { SourceRegistry } from './source-registry.ts';

export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    vault: coreServices.vault,
    http: coreServices.http,
    scanner: scannerService,
  },
  provides: { sources: sourcesService },
  entities: [SourceEntity],
  migrations,
  setup({ deps }) {
    const registry = new SourceRegistry(deps.storage, deps.vault, deps.scanner);
    mountRoutes(deps.http, registry, deps.scanner);
    return { sources: registry };
  },
});
