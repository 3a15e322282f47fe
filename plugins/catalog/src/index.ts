import {
  accessObjectPoint,
  accountsService,
  catalogService,
  classificationService,
  coreServices,
  definePlugin,
  recordingHook,
  retirementHook,
  riskTermsPoint,
  sourceDependentPoint,
  sourcesService,
  sql,
  usageCounterPoint,
} from '@datawave/plugin-sdk';
import { AssetEntity } from './asset-entity.ts';
import { AssetHistory } from './asset-history.ts';
import { AssetQueries } from './asset-queries.ts';
import { AssetRelations } from './asset-relations.ts';
import { CatalogStore } from './catalog-store.ts';
import { mountHistoryRoutes } from './history-routes.ts';
import { migrations } from './migrations.ts';
import { OwnerNames } from './owner-names.ts';
import { mountRoutes } from './routes.ts';
import { sourceDeparture } from './source-departure.ts';
import { sourceRisk } from './source-risk.ts';
import { mountStewardshipRoutes } from './stewardship-routes.ts';
import { Stewardships } from './stewardships.ts';
import { mountTrendRoute } from './trend.ts';
import { ValueNames } from './value-names.ts';

export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    access: coreServices.access,
    audit: coreServices.audit,
    events: coreServices.events,
  },
  optionalDeps: {
    sources: sourcesService,
    classification: classificationService,
    accounts: accountsService,
  },
  provides: { catalog: catalogService },
  hooks: [recordingHook, retirementHook],
  entities: [AssetEntity],
  migrations,
  setup({ deps, optional, hooks, extensions }) {
    const accounts = () => optional.accounts;
    const names = new OwnerNames(accounts);
    const queries = new AssetQueries(deps.storage, deps.access);
    mountRoutes(deps.http, queries, optional, names, new ValueNames(optional, names));
    extensions.contribute(accessObjectPoint, 'asset', {
      title: 'Asset',
      find: (scope, urn) => queries.accessObject(scope, urn),
    });
    mountTrendRoute(deps.http, deps.storage, deps.access);
    mountHistoryRoutes(deps.http, {
      history: new AssetHistory(deps.storage, deps.access),
      relations: new AssetRelations(deps.storage, deps.access),
      names,
    });
    mountStewardshipRoutes(deps.http, {
      stewardships: new Stewardships({ ...deps, accounts }),
      names,
    });
    const catalog = new CatalogStore(deps.storage, hooks, deps.access);
    extensions.contribute(usageCounterPoint, 'catalog:assets', {
      resource: 'assets',
      changedBy: ['scans.run.completed', 'scans.run.completed-with-errors', 'sources.source.state-changed'],
      count: async (tx) => {
        const [row] = await deps.storage.query<{ n: number }>(
          tx,
          sql`select count(*)::int as n from ${sql.identifier(deps.storage.schema, 'assets')} where retired_at is null`,
        );
        return row?.n ?? 0;
      },
    });
    extensions.contribute(sourceDependentPoint, 'catalog', sourceDeparture(catalog));
    extensions.contribute(riskTermsPoint, 'catalog', sourceRisk(deps.storage, deps.access));
    return { catalog };
  },
});
