import {
  type ClassificationService,
  type ExecutionScope,
  type HttpService,
  INFO_TYPES,
  pageQuerySchema,
  parseUrn,
  SENSITIVITIES,
  SEVERITIES,
  type Sensitivity,
  type SourcesService,
} from '@datawave/plugin-sdk';
import { type AssetOrder, ORDERS } from './asset-order.ts';
import type { AssetQueries } from './asset-queries.ts';
import { type AssetFilter, FACETS, type FacetName, type Facets } from './asset-view.ts';
import type { OwnerNames } from './owner-names.ts';
import type { ValueNames } from './value-names.ts';

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly q?: string;
  readonly sensitivity?: string;
  readonly infoType?: string;
  readonly source?: string;
  readonly type?: string;
  readonly owner?: string;
  readonly domain?: string;
  readonly tag?: string;
  readonly folder?: string;
  readonly violation?: string;
  readonly sort?: AssetOrder;
  readonly facets?: boolean;
}

/** Services of plugins that may be absent; read when needed. */
export interface OptionalServices {
  readonly sources: SourcesService | undefined;
  readonly classification: ClassificationService | undefined;
}

interface SourceLabel {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly connector: string;
}

const UUIDS = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*$';
const alternatives = {
  type: 'string',
  maxLength: 2000,
  description: 'One value, or several separated by commas; a comma within one stands behind a backslash.',
};
const violations = [...SEVERITIES, '-'].join('|');
const filterQuery = {
  q: { type: 'string', maxLength: 200, description: 'Words in the names of assets and columns.' },
  sensitivity: {
    ...alternatives,
    pattern: `^(${SENSITIVITIES.join('|')})(,(${SENSITIVITIES.join('|')}))*$`,
  },
  infoType: alternatives,
  source: { ...alternatives, pattern: UUIDS },
  type: alternatives,
  owner: { ...alternatives, description: `${alternatives.description} \`-\` for assets without one.` },
  domain: { ...alternatives, description: `${alternatives.description} \`-\` for assets without one.` },
  tag: alternatives,
  folder: { ...alternatives, description: `Where assets stand in their source. ${alternatives.description}` },
  violation: {
    ...{ ...alternatives, pattern: `^(${violations})(,(${violations}))*$` },
    description: `Severity of the gravest standing violation. ${alternatives.description} \`-\` for none.`,
  },
};
const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...pageQuerySchema,
    ...filterQuery,
    sort: {
      enum: ORDERS.flatMap((order) => [order, `-${order}`]),
      default: 'sensitivity',
      description: 'The most or newest first, names from A on; turned round by `-`.',
    },
    facets: { type: 'boolean', default: false, description: 'Count the values that each filter could take.' },
  },
};

const idOf = ({ value }: { readonly value: string }): string => value;

/** Mounts `/assets` and `/info-types`. */
export function mountRoutes(
  http: HttpService,
  queries: AssetQueries,
  optional: OptionalServices,
  names: OwnerNames,
  valueNames: ValueNames,
): void {
  /** Labels of some sources; one that is gone is labelled by its key in the URN. */
  const labeller = async (
    scope: ExecutionScope,
    ids: readonly string[],
  ): Promise<(id: string, urn?: string) => SourceLabel> => {
    const known = new Map(
      (await optional.sources?.list(scope, { ids }))?.map(({ id, key, title, connector }) => [
        id,
        { id, key, title, connector },
      ]),
    );
    return (id, urn) => {
      const parts = urn === undefined ? null : parseUrn(urn);
      const key = parts?.source.join('/') ?? id;
      return known.get(id) ?? { id, key, title: key, connector: parts?.connector ?? '' };
    };
  };

  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/assets',
    permission: 'catalog:read',
    summary: 'Search assets, the most sensitive first',
    query: listQuery,
    handler: async ({ scope, query }) => {
      const filter = toFilter(query);
      const { facets, ...page } = await queries.page(scope, filter, {
        limit: query.limit,
        cursor: query.cursor,
        withFacets: query.facets,
        sort: query.sort,
      });
      const ids = page.items.map(({ sourceId }) => sourceId);
      const label = await labeller(scope, ids);
      const owners = await names.of(
        scope,
        page.items.map(({ owner }) => owner),
      );
      const items = page.items.map(({ sourceId, ...item }) => ({
        ...item,
        ownerName: owners.get(item.owner ?? '') ?? null,
        source: label(sourceId, item.urn),
      }));
      const titled = facets === null ? {} : { facets: await withTitles(scope, facets) };
      return { body: { ...page, items, ...titled } };
    },
  });

  /** Facets with what their values are called, where that is not what they are. */
  const withTitles = async (scope: ExecutionScope, facets: Facets) => {
    const { source, owner, ...rest } = facets;
    const label = source === undefined ? undefined : await labeller(scope, source.map(idOf));
    const owners = owner === undefined ? undefined : await names.of(scope, owner.map(idOf));
    return {
      ...rest,
      ...(source && { source: source.map((facet) => ({ ...facet, title: label?.(facet.value).title })) }),
      ...(owner && {
        owner: owner.map((facet) => ({ ...facet, title: owners?.get(facet.value) ?? facet.value })),
      }),
    };
  };

  http.route<Record<string, never>, Omit<ListQuery, 'limit' | 'facets'> & { only?: string }>({
    method: 'GET',
    path: '/asset-facets',
    permission: 'catalog:read',
    summary: 'The commonest values of filters and how many assets each would find, all others in force',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...filterQuery,
        only: {
          ...{ type: 'string', pattern: `^(${FACETS.join('|')})(,(${FACETS.join('|')}))*$` },
          description: 'Filters that are counted, separated by commas; all unless given.',
        },
      },
    },
    handler: async ({ scope, query: { only, ...filter } }) => {
      const wanted = only?.split(',');
      const names = FACETS.filter((name) => wanted?.includes(name) ?? true);
      const { total, facets } = await queries.facets(scope, toFilter(filter), names);
      return { body: { total, facets: await withTitles(scope, facets) } };
    },
  });

  http.route<{ facet: FacetName }, Omit<ListQuery, 'limit'> & { limit: number; find?: string }>({
    method: 'GET',
    path: '/asset-facets/:facet',
    permission: 'catalog:read',
    summary: 'Values of one filter and how many assets each would find, all other filters in force',
    params: { type: 'object', properties: { facet: { enum: FACETS } } },
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...filterQuery,
        limit: { ...pageQuerySchema.limit, default: 100 },
        find: { type: 'string', maxLength: 200, description: 'Part of a value or of what it is called.' },
      },
    },
    handler: async ({ scope, params, query }) => {
      const { limit, find, ...rest } = query;
      const named = find === undefined ? [] : await valueNames.calledLike(scope, params.facet, find);
      const page = await queries.facet(scope, params.facet, toFilter(rest), { q: find, named, limit });
      const titles = await valueNames.of(scope, params.facet, page.items.map(idOf));
      const items = page.items.map((item) => ({
        ...item,
        title: titles.get(item.value) ?? item.value,
        filter: item.value.replace(/[\\,]/g, '\\$&'),
      }));
      return { body: { items, values: page.values } };
    },
  });

  http.route<Record<string, never>, { source?: string }>({
    method: 'GET',
    path: '/assets/summary',
    permission: 'catalog:read',
    summary: 'Counts over the catalog',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { source: { type: 'string', format: 'uuid' } },
    },
    handler: async ({ scope, query }) => ({ body: await summary(queries, scope, query.source) }),
  });

  http.route<{ urn: string }>({
    method: 'GET',
    path: '/assets/:urn',
    permission: 'catalog:read',
    summary: 'An asset with its columns, verdicts and evidence',
    handler: async ({ scope, params }) => {
      parseUrn(params.urn);
      const { sourceId, ...asset } = await queries.detail(scope, params.urn);
      const label = await labeller(scope, [sourceId]);
      const { owner } = asset;
      const ownerName = (await names.of(scope, [owner])).get(owner ?? '') ?? null;
      return {
        body: { ...asset, ownerName, source: label(sourceId, asset.urn) },
        version: `${asset.version}-${asset.lastScannedAt}-${asset.stewardshipVersion}`,
      };
    },
  });

  http.route({
    method: 'GET',
    path: '/info-types',
    permission: 'catalog:read',
    summary: 'What kinds of values are told apart',
    query: { type: 'object', additionalProperties: false, properties: pageQuerySchema },
    handler: async ({ scope }) => ({
      body: {
        items: (await optional.classification?.infoTypes({ workspaceId: scope.workspace })) ?? INFO_TYPES,
        nextCursor: null,
      },
    }),
  });
}

/** Values of a filter, separated by commas that no backslash stands before. */
const several = (text: string): readonly string[] =>
  (text.match(/(?:\\.|[^,\\])+/gs) ?? []).map((part) => part.replace(/\\(.)/gs, '$1'));

function toFilter(query: Omit<ListQuery, 'limit'>): AssetFilter {
  const values = ['infoType', 'source', 'type', 'owner', 'domain', 'tag', 'folder', 'violation'] as const;
  return {
    ...(query.q === undefined ? {} : { q: query.q }),
    ...(query.sensitivity === undefined
      ? {}
      : {
          sensitivity: several(query.sensitivity).filter((value): value is Sensitivity =>
            SENSITIVITIES.some((known) => known === value),
          ),
        }),
    ...Object.fromEntries(
      values.flatMap((name) => (query[name] === undefined ? [] : [[name, several(query[name])]])),
    ),
  };
}

async function summary(
  queries: AssetQueries,
  scope: ExecutionScope,
  source: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { total: assets } = await queries.page(scope, source === undefined ? {} : { source: [source] }, {
    limit: 1,
  });
  const counts = await queries.columnCounts(scope, source);
  const sum = (wanted: (sensitivity: Sensitivity | null) => boolean): number =>
    counts.reduce((columns, row) => columns + (wanted(row.sensitivity) ? row.columns : 0), 0);
  return {
    assets,
    columns: sum(() => true),
    classifiedColumns: sum((sensitivity) => sensitivity !== null),
    sensitiveColumns: sum((sensitivity) => sensitivity === 'confidential' || sensitivity === 'restricted'),
    bySensitivity: {
      ...Object.fromEntries(
        SENSITIVITIES.map((known) => [known, sum((sensitivity) => sensitivity === known)]),
      ),
      none: sum((sensitivity) => sensitivity === null),
    },
    infoTypes: counts.filter(({ infoType }) => infoType !== null),
  };
}
