import {
  type ExecutionScope,
  type HttpService,
  type RouteResponse,
  type StorageService,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { AskedDecision, Decisions, DecisionTarget } from './decisions.ts';
import type { QueueQueries } from './queue-queries.ts';
import { unknownColumn } from './review-errors.ts';
import type { ReviewStore } from './review-store.ts';
import { idParams } from './routes.ts';

/** Decided at one go; each asset among them is assessed anew, so that more would outlast a request. */
const MOST_AT_ONCE = 200;

const note = { type: ['string', 'null'], maxLength: 2000 };
const infoType = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,99}$' };
const responses = {
  200: { description: 'The verdict as it is now.' },
  409: { description: 'There is no suggestion to decide on.' },
  412: { description: 'It is not the version that If-Match names.' },
};

interface Note {
  readonly note?: string | null;
}

interface BulkBody extends Note {
  readonly action: AskedDecision['action'];
  readonly infoType?: string;
  readonly verdicts?: readonly { readonly id: string; readonly version?: number }[];
  readonly columns?: readonly string[];
}

/** What is decided on, and how; shared by deciding and foreseeing. */
const decisionBody = {
  type: 'object',
  required: ['action'],
  additionalProperties: false,
  properties: {
    action: { enum: ['accept', 'reject', 'correct', 'withdraw'] },
    infoType,
    note,
    verdicts: {
      type: 'array',
      maxItems: MOST_AT_ONCE,
      items: {
        type: 'object',
        required: ['id'],
        additionalProperties: false,
        properties: { id: uuidSchema, version: { type: 'integer', minimum: 0 } },
      },
    },
    columns: { type: 'array', maxItems: MOST_AT_ONCE, items: uuidSchema },
  },
  if: { properties: { action: { const: 'correct' } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { required: ['infoType'] },
  else: { properties: { columns: { maxItems: 0 } } },
};

const askedOf = (body: BulkBody): AskedDecision =>
  body.action === 'correct' ? { action: 'correct', infoType: body.infoType ?? '' } : { action: body.action };

const targetsOf = (body: BulkBody): readonly DecisionTarget[] => [
  ...(body.verdicts ?? []).map(({ id, version }) => ({
    verdict: id,
    ...(version === undefined ? {} : { version }),
  })),
  ...(body.columns ?? []).map((column) => ({ column })),
];

/** Mounts what people do with `/classifications`. */
export function mountDecisionRoutes(parts: {
  readonly http: HttpService;
  readonly storage: StorageService;
  readonly store: ReviewStore;
  readonly queries: QueueQueries;
  readonly decisions: Decisions;
}): void {
  const { http, storage, store, queries, decisions } = parts;

  const answer = async (scope: ExecutionScope, id: string): Promise<RouteResponse> => {
    const item = await queries.one(scope, id);
    return { body: item, version: item.version };
  };

  const target = (id: string, expectedVersion: string | undefined): DecisionTarget => ({
    verdict: id,
    // A tag that is no number names no version there ever was.
    ...(expectedVersion === undefined
      ? {}
      : { version: /^\d{1,9}$/.test(expectedVersion) ? Number(expectedVersion) : -1 }),
  });

  const action = (verb: 'accept' | 'reject' | 'withdraw', summary: string): void => {
    http.route<{ id: string }, never, Note>({
      method: 'POST',
      path: `/classifications/:id/${verb}`,
      permission: 'review:decide',
      summary,
      params: idParams,
      body: { type: 'object', additionalProperties: false, properties: { note } },
      responses,
      handler: async ({ scope, params, body, expectedVersion }) => {
        const asked = target(params.id, expectedVersion);
        return answer(scope, await decisions.one(scope, asked, { action: verb }, body.note ?? null));
      },
    });
  };
  action('accept', 'Say that a verdict is right');
  action('reject', 'Say that a verdict is wrong; it comes back only when its evidence changes');
  action('withdraw', 'Take a decision back; what it caused ends at once');

  http.route<{ id: string }, never, Note & { readonly infoType: string }>({
    method: 'POST',
    path: '/classifications/:id/correct',
    permission: 'review:decide',
    summary: 'Say what it is instead',
    params: idParams,
    body: {
      type: 'object',
      required: ['infoType'],
      additionalProperties: false,
      properties: { infoType, note },
    },
    responses,
    handler: async ({ scope, params, body, expectedVersion }) => {
      const asked = { action: 'correct', infoType: body.infoType } as const;
      const decided = await decisions.one(
        scope,
        target(params.id, expectedVersion),
        asked,
        body.note ?? null,
      );
      return answer(scope, decided);
    },
  });

  http.route<
    Record<string, never>,
    never,
    Note & { readonly asset: string; readonly column: string; readonly infoType: string }
  >({
    method: 'POST',
    path: '/classifications',
    permission: 'review:decide',
    summary: 'Say what type a column is, whether or not anything was suggested for it',
    body: {
      type: 'object',
      required: ['asset', 'column', 'infoType'],
      additionalProperties: false,
      properties: {
        asset: { type: 'string', maxLength: 4000 },
        column: { type: 'string', maxLength: 1000 },
        infoType,
        note,
      },
    },
    responses: { 201: { description: 'The verdict that came of it.' } },
    handler: async ({ scope, body }) => {
      const column = await storage.transaction(scope, (tx) => store.columnId(tx, body.asset, body.column));
      if (column === null) throw unknownColumn();
      const asked = { action: 'correct', infoType: body.infoType } as const;
      const id = await decisions.one(scope, { column }, asked, body.note ?? null);
      const decided = await answer(scope, id);
      return { ...decided, status: 201, headers: { Location: `/api/v1/classifications/${id}` } };
    },
  });

  http.route<Record<string, never>, never, BulkBody>({
    method: 'POST',
    path: '/classifications/decisions',
    permission: 'review:decide',
    summary: 'Decide alike on several verdicts or columns at one go',
    description:
      'What somebody has changed since it was read is left alone: its outcome is `changed`. Columns can be corrected only.',
    body: decisionBody,
    responses: { 200: { description: 'What became of each.' } },
    handler: async ({ scope, body }) => {
      const outcomes = await decisions.all(scope, targetsOf(body), askedOf(body), body.note ?? null);
      const decided = outcomes.filter(({ outcome }) => outcome === 'decided').length;
      return { body: { decided, outcomes } };
    },
  });

  http.route<Record<string, never>, never, BulkBody>({
    method: 'POST',
    path: '/classifications/foresight',
    permission: 'review:decide',
    summary: 'What a decision would change, without taking it',
    description: 'Takes the same as `/classifications/decisions`. Of many assets the first are looked at.',
    body: decisionBody,
    responses: {
      200: { description: 'Columns with what would stand for them, and violations gained and lost.' },
    },
    handler: async ({ scope, body }) => ({
      body: await decisions.foresee(scope, targetsOf(body), askedOf(body)),
    }),
  });
}
