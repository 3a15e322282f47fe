import { coreServices, definePlugin, scannerService, sourcesService } from '@datawave/plugin-sdk';
import { migrations } from './migrations.ts';
import { mountRoutes } from './routes.ts';
import { SourceEntity } from './source-entity.ts';
import { SourceRegistry } from './source-registry.ts';
import { SourceSecrets } from './source-secrets.ts';

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
    const registry = new SourceRegistry(deps.storage, new SourceSecrets(deps.vault), deps.scanner);
    mountRoutes({ ...deps, registry });
    return { sources: registry };
  },
});
