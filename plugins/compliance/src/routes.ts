import {
  type AssessmentService,
  closedSchema,
  type ExecutionScope,
  type HttpService,
  pageQuerySchema,
  SEVERITIES,
  type StorageService,
  type Transaction,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Labels } from './labels.ts';
import type { Lifecycle, Visibility } from './lifecycle.ts';
import {
  countViolations,
  listViolations,
  ORDERS,
  type ViolationFilter,
  type ViolationOrder,
} from './violation-queries.ts';
import { STATE_GROUPS, STATES } from './violation-state.ts';
import type { ViolationStore } from './violation-store.ts';
import { endWaivers } from './waivers.ts';

interface FilterQuery {
  readonly state: string;
  readonly framework?: string;
  readonly control?: string;
  readonly severity?: string;
  readonly asset?: string;
  readonly source?: string;
  readonly owner?: string;
  readonly age?: number;
  readonly overdue?: boolean;
  readonly q?: string;
}

/** What the routes are made of. */
export interface RouteParts {
  readonly storage: StorageService;
  readonly store: ViolationStore;
  readonly lifecycle: Lifecycle;
  readonly assessment: AssessmentService;
  readonly labels: Labels;
  readonly visible: Visibility;
}

const severities = SEVERITIES.join('|');
const states = [...STATES, ...STATE_GROUPS].join('|');
const UUIDS = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*$';
export const urnSchema = { type: 'string', maxLength: 4000 } as const;
const several = 'One, or several separated by commas.';

const filterSchema = {
  state: {
    ...{ type: 'string', pattern: `^(${states})(,(${states}))*$`, default: 'standing' },
    description: `${several} \`standing\` are those that are open or in progress.`,
  },
  framework: { type: 'string', maxLength: 1000, description: several },
  control: { type: 'string', maxLength: 200 },
  severity: { type: 'string', pattern: `^(${severities})(,(${severities}))*$`, description: several },
  asset: urnSchema,
  source: { type: 'string', maxLength: 2000, pattern: UUIDS, description: several },
  owner: {
    type: 'string',
    maxLength: 2000,
    description: `${several} \`-\` for those that nobody looks after.`,
  },
  age: { type: 'integer', minimum: 0, maximum: 36_500, description: 'Opened at least so many days ago.' },
  overdue: { type: 'boolean', description: 'Were due before today, and stand.' },
  q: { type: 'string', maxLength: 200 },
} as const;

/** Mounts the lists and counts of `/violations`. */
export function mountRoutes(http: HttpService, parts: RouteParts): void {
  const { storage, store, labels, visible } = parts;

  /** A transaction in which no waiver has run out unnoticed. */
  const reading = <T>(scope: ExecutionScope, read: (tx: Transaction) => Promise<T>): Promise<T> =>
    storage.transaction(scope, async (tx) => {
      await store.mark(tx, scope, await endWaivers(storage, tx, scope));
      return read(tx);
    });
  const rights = async (scope: ExecutionScope) =>
    (await visible(scope, 'compliance:read', 'violations')).predicate;

  http.route<Record<string, never>, FilterQuery & { limit: number; cursor?: string; sort?: ViolationOrder }>({
    method: 'GET',
    path: '/violations',
    permission: 'compliance:read',
    summary: 'Violations, the worst first',
    query: closedSchema({
      ...pageQuerySchema,
      ...filterSchema,
      sort: {
        enum: ORDERS.flatMap((order) => [order, `-${order}`]),
        default: 'severity',
        description: 'The worst, the oldest, those due first, or by asset; turned round by `-`.',
      },
    }),
    handler: async ({ scope, query }) => {
      const { limit, cursor, sort, ...filter } = query;
      const allowed = await rights(scope);
      const page = await reading(scope, (tx) =>
        listViolations(storage, tx, toFilter(filter), { limit, cursor, sort, visible: allowed }),
      );
      return { body: { ...page, items: await labels.violations(scope, page.items) } };
    },
  });

  http.route<Record<string, never>, FilterQuery>({
    method: 'GET',
    path: '/violations/facets',
    permission: 'compliance:read',
    summary: 'How many violations each value of a filter would find with all others in force',
    query: closedSchema(filterSchema),
    handler: async ({ scope, query }) => {
      const allowed = await rights(scope);
      const { facets, overdue } = await reading(scope, (tx) =>
        countViolations(storage, tx, scope, toFilter(query), allowed),
      );
      const values = (list: readonly { readonly value: string }[]) => list.map(({ value }) => value);
      const people = await labels.people(scope, values(facets.owner));
      const sources = await labels.sources(scope, values(facets.source));
      const control = await labels.controls();
      const titled = <T extends { readonly value: string }>(
        list: readonly T[],
        title: (value: string) => string | undefined,
      ) => list.map((item) => ({ ...item, title: title(item.value) ?? item.value }));
      return {
        body: {
          facets: {
            ...facets,
            owner: titled(facets.owner, (value) => people.get(value)),
            source: titled(facets.source, (value) => sources.get(value)),
            framework: titled(facets.framework, (value) => control(value, '').framework?.title),
          },
          overdue,
        },
      };
    },
  });

  http.route<Record<string, never>, { source?: string; asset?: string }>({
    method: 'GET',
    path: '/violations/summary',
    permission: 'compliance:read',
    summary: 'Violations that stand, counted',
    query: closedSchema({ source: uuidSchema, asset: urnSchema }),
    handler: async ({ scope, query }) => {
      const filter = {
        ...(query.source === undefined ? {} : { sourceId: query.source }),
        ...(query.asset === undefined ? {} : { asset: query.asset }),
        visible: await rights(scope),
      };
      const { open, bySeverity } = await store.summary(scope, filter);
      const label = await labels.controls();
      const byControl = (await store.controls(scope, filter)).map(({ worst, ...row }) => {
        const { control } = label(row.framework, row.control);
        return {
          ...row,
          title: control?.title ?? row.control,
          url: control?.url ?? null,
          severity: SEVERITIES[worst] ?? 'low',
        };
      });
      return { body: { open, bySeverity, byControl } };
    },
  });
}

function toFilter({ framework, severity, source, owner, ...rest }: FilterQuery): ViolationFilter {
  return {
    ...rest,
    ...(framework === undefined ? {} : { framework: framework.split(',') }),
    ...(source === undefined ? {} : { source: source.split(',') }),
    ...(owner === undefined ? {} : { owner: owner.split(',') }),
    ...(severity === undefined
      ? {}
      : { severity: SEVERITIES.filter((one) => severity.split(',').includes(one)) }),
  };
}
