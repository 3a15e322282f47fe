import {
  type AccessService,
  closedSchema,
  DataWaveError,
  type ExecutionScope,
  type HttpService,
  type ScanMode,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { PREVIEW_LIMITS } from '../preview/preview.ts';
import { type PreviewServices, previewRule } from '../preview/preview-rule.ts';
import {
  DEFAULT_DOCUMENT,
  type RuleDocument,
  type RulePatch,
  toRule,
  withPatch,
} from '../rule/rule-document.ts';
import { RULE_PROPERTIES } from '../rule/rule-schema.ts';
import { nextTimes } from '../schedule/next-times.ts';
import type { SightOf } from '../store/rule-sight.ts';
import type { RuleStore } from '../store/rule-store.ts';
import type { RuleCheck } from './rule-check.ts';
import { byId, READ, WRITE } from './rule-routes.ts';

/** A rule that is not saved has no id; nothing is stored under this one. */
const UNSAVED = '00000000-0000-0000-0000-000000000000';
const UNTITLED = 'Untitled';
const TIMES = 3;
const MODE = { enum: ['full', 'incremental'] };

interface PlanRequest {
  readonly sourceId: string;
  /** Instead of the rule's. */
  readonly mode?: ScanMode;
}

/** Mounts the routes that tell of a rule before it runs. */
export function mountPreviewRoutes(
  http: HttpService,
  services: PreviewServices & {
    readonly store: RuleStore;
    readonly check: RuleCheck;
    readonly access: AccessService;
    readonly sight: SightOf;
  },
): void {
  const { store, check, access, sight } = services;
  /** Previews that run, of each workspace: one that asks slow sources must not keep others from theirs. */
  const running = new Map<string, number>();

  const find = async (scope: ExecutionScope, id: string) => store.get(scope, id, await sight(scope));

  const preview = async (
    scope: ExecutionScope,
    id: string,
    version: number,
    rule: RuleDocument,
    source: string,
    isRuled = true,
  ) => {
    await access.require(scope, { permission: 'sources:read', resource: `source:${source}` });
    const { workspace } = scope;
    const own = running.get(workspace) ?? 0;
    const all = [...running.values()].reduce((sum, count) => sum + count, 0);
    if (own >= PREVIEW_LIMITS.atOnce || all >= PREVIEW_LIMITS.atOnceOfAll) throw busy();
    running.set(workspace, own + 1);
    try {
      return { body: await previewRule(services, scope, toRule(id, version, rule), source, { isRuled }) };
    } finally {
      const left = (running.get(workspace) ?? 1) - 1;
      if (left === 0) running.delete(workspace);
      else running.set(workspace, left);
    }
  };

  http.route<
    Record<string, never>,
    never,
    { readonly rule: RulePatch; readonly sourceId: string; readonly ruleId?: string }
  >({
    method: 'POST',
    path: '/scan-rules/preview',
    permission: WRITE,
    summary: 'What a rule would touch in a source and what that would cost, before it is saved; reads no row',
    body: closedSchema({ rule: closedSchema(RULE_PROPERTIES), sourceId: uuidSchema, ruleId: uuidSchema }, [
      'rule',
      'sourceId',
    ]),
    responses: { 200: { description: 'The preview.' }, 429: { description: 'Too many previews run.' } },
    handler: async ({ scope, body }) => {
      const before = body.ruleId === undefined ? null : (await find(scope, body.ruleId)).document;
      const document = withPatch(before ?? { ...DEFAULT_DOCUMENT, title: UNTITLED }, body.rule);
      await check.require(scope, document, before);
      return preview(scope, body.ruleId ?? UNSAVED, 1, document, body.sourceId);
    },
  });

  http.route<{ id: string }, never, PlanRequest>({
    method: 'POST',
    path: '/scan-rules/:id/preview',
    permission: READ,
    summary: 'What a saved rule would touch in a source and what that would cost; reads no row',
    params: byId,
    body: closedSchema({ sourceId: uuidSchema, mode: MODE }, ['sourceId']),
    responses: { 200: { description: 'The preview.' }, 429: { description: 'Too many previews run.' } },
    handler: async ({ scope, params, body }) => {
      const { version, document } = await find(scope, params.id);
      const asked = body.mode === undefined ? document : { ...document, mode: body.mode };
      return preview(scope, params.id, version, asked, body.sourceId);
    },
  });

  http.route<Record<string, never>, never, PlanRequest>({
    method: 'POST',
    path: '/scan-rules/plan',
    permission: READ,
    summary: 'What a scan without a rule would read of a source and how, as a preview; reads no row',
    body: closedSchema({ sourceId: uuidSchema, mode: MODE }, ['sourceId']),
    responses: { 200: { description: 'The preview.' }, 429: { description: 'Too many previews run.' } },
    handler: async ({ scope, body }) => {
      const { rows, seed } = services.history.list()[0]?.value.plain ?? DEFAULT_DOCUMENT.sampling;
      const plain: RuleDocument = {
        ...DEFAULT_DOCUMENT,
        title: UNTITLED,
        sampling: { ...DEFAULT_DOCUMENT.sampling, rows, seed },
        ...(body.mode === undefined ? {} : { mode: body.mode }),
      };
      return preview(scope, UNSAVED, 1, plain, body.sourceId, false);
    },
  });

  http.route<Record<string, never>, never, { readonly rule: RulePatch; readonly ruleId?: string }>({
    method: 'POST',
    path: '/scan-rules/check',
    permission: WRITE,
    summary:
      'What is wrong with a rule that is being written, and when its schedule would run; stores nothing',
    body: closedSchema({ rule: closedSchema(RULE_PROPERTIES), ruleId: uuidSchema }, ['rule']),
    handler: async ({ scope, body }) => {
      const before = body.ruleId === undefined ? null : (await find(scope, body.ruleId)).document;
      const document = withPatch(before ?? { ...DEFAULT_DOCUMENT, title: UNTITLED }, body.rule);
      const errors = await check.faults(scope, document, before);
      const { schedule } = document;
      const canRun = schedule !== null && !errors.some(({ pointer }) => pointer.startsWith('/schedule'));
      return { body: { errors, next: canRun ? nextTimes(schedule, new Date(), TIMES) : [] } };
    },
  });
}

const busy = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_PREVIEW_BUSY',
    message: 'Other previews are running.',
    hint: 'Try again in a few seconds.',
    status: 429,
    headers: { 'Retry-After': '5' },
  });
