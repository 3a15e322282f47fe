import {
  type ClassificationStatus,
  type ExecutionScope,
  type HttpService,
  pageQuerySchema,
  SENSITIVITIES,
  type Sensitivity,
  type SourcesService,
  type StorageService,
} from '@datawave/plugin-sdk';
import { measureAgreement } from './agreement.ts';
import { type AlikeAs, findAlike } from './alike.ts';
import type { LoggedAction } from './decision-log.ts';
import { listDecisions } from './history-queries.ts';
import type { QueueFilter, QueueQueries } from './queue-queries.ts';
import type { ReviewStore } from './review-store.ts';
import type { QueueReason } from './verdict.ts';
import type { Visibility } from './visibility.ts';

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly status: ClassificationStatus | 'all';
  readonly infoType?: string;
  readonly sensitivity?: string;
  readonly source?: string;
  readonly reason?: string;
  readonly minConfidence?: number;
  readonly maxConfidence?: number;
  readonly minAgeDays?: number;
  readonly maxAgeDays?: number;
  readonly asset?: string;
  readonly column?: string;
  readonly q?: string;
}

const REASONS: readonly QueueReason[] = ['suggested', 'abstained', 'returned'];
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const someOf = (one: string) => ({
  type: 'string',
  maxLength: 2000,
  pattern: `^${one}(,${one})*$`,
  description: 'One, or several separated by commas.',
});
const days = { type: 'integer', minimum: 0, maximum: 36500 };
const share = { type: 'number', minimum: 0, maximum: 1 };

/** Parameters of a path with an id. */
export const idParams = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'string', format: 'uuid' } },
};

const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...pageQuerySchema,
    status: { enum: ['suggested', 'accepted', 'rejected', 'corrected', 'all'], default: 'suggested' },
    infoType: someOf('[A-Z][A-Z0-9_]{0,99}'),
    sensitivity: someOf(`(${SENSITIVITIES.join('|')})`),
    source: someOf(UUID),
    reason: someOf(`(${REASONS.join('|')})`),
    minConfidence: share,
    maxConfidence: share,
    minAgeDays: { ...days, description: 'Days that it has waited, at least.' },
    maxAgeDays: { ...days, description: 'Days that it has not waited yet.' },
    asset: { type: 'string', maxLength: 4000, description: 'URN of an asset.' },
    column: { type: 'string', maxLength: 1000 },
    q: { type: 'string', maxLength: 200, description: 'Part of the name of a column or asset.' },
  },
};

/** Mounts what is read of `/classifications`. */
export function mountRoutes(parts: {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: ReviewStore;
  readonly queries: QueueQueries;
  readonly visible: Visibility;
  readonly optional: { readonly sources: SourcesService | undefined };
}): void {
  const { http, storage, store, queries, visible, optional } = parts;
  const titles = async (
    scope: ExecutionScope,
    of: readonly { readonly sourceId: string }[],
  ): Promise<ReadonlyMap<string, string>> =>
    new Map(
      (await optional.sources?.list(scope, { ids: of.map(({ sourceId }) => sourceId) }))?.map(
        ({ id, title }) => [id, title],
      ),
    );

  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/classifications',
    permission: 'review:read',
    summary: 'Verdicts to review, those first whose decision is worth most',
    query: listQuery,
    handler: async ({ scope, query }) => {
      const page = await queries.page(scope, toFilter(query), query.limit, query.cursor);
      const known = await titles(scope, page.items);
      const items = page.items.map((item) => ({ ...item, sourceTitle: known.get(item.sourceId) ?? null }));
      return { body: { ...page, items } };
    },
  });

  http.route<Record<string, never>, { readonly since?: string }>({
    method: 'GET',
    path: '/classifications/summary',
    permission: 'review:read',
    summary: 'How much waits for a person, and why',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        since: {
          type: 'string',
          format: 'date-time',
          description: 'A moment: `decided` counts what was decided from it on.',
        },
      },
    },
    handler: async ({ scope, query: { since } }) => {
      const summary = await queries.summary(scope, since);
      const known = await titles(scope, summary.sources);
      const sources = summary.sources.map((source) => ({
        ...source,
        title: known.get(source.sourceId) ?? source.sourceId,
      }));
      return { body: { ...summary, sources } };
    },
  });

  http.route({
    method: 'GET',
    path: '/classifications/agreement',
    permission: 'review:read',
    summary: 'How often people agreed, by classifier and info type, with 95 % intervals',
    handler: async ({ scope }) => ({ body: await measureAgreement(storage, store, scope, visible) }),
  });

  http.route<
    Record<string, never>,
    {
      readonly limit: number;
      readonly cursor?: string;
      readonly verdict?: string;
      readonly action?: LoggedAction;
      readonly mine?: boolean;
    }
  >({
    method: 'GET',
    path: '/classifications/decisions',
    permission: 'review:read',
    summary: 'Decisions as they were taken, the newest first',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ...pageQuerySchema,
        verdict: { type: 'string', format: 'uuid' },
        action: { enum: ['accept', 'reject', 'correct', 'withdraw', 'return'] },
        mine: { type: 'boolean', description: 'Only what whoever asks decided.' },
      },
    },
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await listDecisions({ storage, store, visible }, scope, filter, limit, cursor),
    }),
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/classifications/:id',
    permission: 'review:read',
    summary: 'A verdict with its evidence and what people said of it',
    params: idParams,
    handler: async ({ scope, params }) => {
      const item = await queries.one(scope, params.id);
      return { body: item, version: item.version };
    },
  });

  http.route<{ id: string }, AlikeAs>({
    method: 'GET',
    path: '/classifications/:id/alike',
    permission: 'review:read',
    summary: 'Undecided columns of the same name and shape as the one that was decided on',
    description: 'Of a verdict that waits, `action` asks for those that would be alike were it so decided.',
    params: idParams,
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        action: { enum: ['accept', 'reject', 'correct'] },
        infoType: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,99}$' },
      },
    },
    handler: async ({ scope, params, query }) => ({
      body: await findAlike({ storage, store, visible }, scope, params.id, query),
    }),
  });
}

function toFilter(query: ListQuery): QueueFilter {
  const { limit: _limit, cursor: _cursor, infoType, sensitivity, source, reason, ...rest } = query;
  const several = (text: string): readonly string[] => text.split(',');
  return {
    ...rest,
    ...(infoType === undefined ? {} : { infoType: several(infoType) }),
    ...(source === undefined ? {} : { source: several(source) }),
    ...(sensitivity === undefined
      ? {}
      : { sensitivity: SENSITIVITIES.filter((one: Sensitivity) => several(sensitivity).includes(one)) }),
    ...(reason === undefined ? {} : { reason: REASONS.filter((one) => several(reason).includes(one)) }),
  };
}
