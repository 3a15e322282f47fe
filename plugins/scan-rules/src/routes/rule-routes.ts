import {
  closedSchema,
  type ExecutionScope,
  type HttpService,
  type JsonSchema,
  pageQuerySchema,
  type RouteResponse,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { DEFAULT_DOCUMENT, type RulePatch, withPatch } from '../rule/rule-document.ts';
import { newRuleBody, rulePatchBody } from '../rule/rule-schema.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import type { SightOf } from '../store/rule-sight.ts';
import type { RuleFilter, RuleStore } from '../store/rule-store.ts';
import { type StoredRule, toDetail } from '../store/stored-rule.ts';
import { TEMPLATES } from '../templates.ts';
import type { RuleCheck } from './rule-check.ts';

export const READ = 'scan-rules:read';
export const WRITE = 'scan-rules:write';

export const byId: JsonSchema = closedSchema({ id: uuidSchema }, ['id']);

interface ListQuery extends RuleFilter {
  readonly limit: number;
  readonly cursor?: string;
}

/** A rule as it is answered: its version is its entity tag. */
export const answerRule = (rule: StoredRule): RouteResponse => ({
  body: toDetail(rule),
  version: rule.version,
});

/** Mounts the routes that keep rules. */
export function mountRuleRoutes(
  http: HttpService,
  services: {
    readonly store: RuleStore;
    readonly schedules: ScheduleStore;
    readonly check: RuleCheck;
    readonly sight: SightOf;
  },
): void {
  const { store, schedules, check, sight } = services;

  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/scan-rules',
    permission: READ,
    summary: 'Scan rules by title, with when each runs next and what became of it last',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200, description: 'A part of title or description.' },
      enabled: { type: 'boolean' },
      source: { ...uuidSchema, description: 'Rules that are for this source, among others or all.' },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await store.page(scope, filter, await sight(scope), limit, cursor),
    }),
  });

  http.route({
    method: 'GET',
    path: '/scan-rules/templates',
    permission: READ,
    summary: 'Rules to start from, each with what it is good for',
    handler: async () => ({
      body: {
        items: TEMPLATES.map((template) => ({
          ...template,
          rule: withPatch({ ...DEFAULT_DOCUMENT, title: template.title }, template.rule),
        })),
        nextCursor: null,
      },
    }),
  });

  http.route({
    method: 'GET',
    path: '/scan-rules/choices',
    permission: READ,
    summary: 'Classifiers and frameworks that a rule may name',
    handler: async () => ({ body: await check.choices() }),
  });

  http.route<Record<string, never>, never, RulePatch & { readonly title: string }>({
    method: 'POST',
    path: '/scan-rules',
    permission: WRITE,
    summary: 'Add a scan rule',
    body: newRuleBody,
    responses: {
      201: { description: 'The rule.' },
      400: { description: 'It has faults; errors[] names them.' },
    },
    handler: async ({ scope, body }) => {
      const document = withPatch({ ...DEFAULT_DOCUMENT, title: body.title }, body);
      await check.require(scope, document);
      const rule = await store.create(scope, document);
      return { ...answerRule(rule), status: 201, headers: { Location: `/api/v1/scan-rules/${rule.id}` } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/scan-rules/:id',
    permission: READ,
    summary: 'A scan rule',
    params: byId,
    handler: async ({ scope, params }) => answerRule(await store.get(scope, params.id, await sight(scope))),
  });

  http.route<{ id: string }, never, RulePatch>({
    method: 'PATCH',
    path: '/scan-rules/:id',
    permission: WRITE,
    summary: 'Change a scan rule: what is given replaces its like, and a new version is made',
    params: byId,
    body: rulePatchBody,
    handler: async ({ scope, params, body, expectedVersion }) => {
      const seen = await sight(scope);
      const present = await store.get(scope, params.id, seen);
      const document = withPatch(present.document, body);
      await check.require(scope, document, present.document);
      // What was merged is what is replaced, also when nobody said which version they saw.
      const expected = expectedVersion ?? String(present.version);
      return answerRule(await store.replace(scope, params.id, document, { sight: seen, expected }));
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/scan-rules/:id',
    permission: WRITE,
    summary: 'Remove a scan rule with its schedule; runs that name it keep its title and version, and go on',
    params: byId,
    handler: async ({ scope, params, expectedVersion }) => {
      await store.remove(scope, params.id, { sight: await sight(scope), expected: expectedVersion });
      return { status: 204 };
    },
  });

  const toggle = async (
    scope: ExecutionScope,
    id: string,
    isEnabled: boolean,
    expected: string | undefined,
  ): Promise<StoredRule> => {
    const seen = await sight(scope);
    const { document, version } = await store.get(scope, id, seen);
    return store.replace(
      scope,
      id,
      { ...document, isEnabled },
      {
        ...{ sight: seen, expected: expected ?? String(version) },
        change: isEnabled ? 'enabled' : 'disabled',
      },
    );
  };
  for (const [verb, isEnabled] of [
    ['enable', true],
    ['disable', false],
  ] as const)
    http.route<{ id: string }>({
      method: 'POST',
      path: `/scan-rules/:id/${verb}`,
      permission: WRITE,
      summary: isEnabled ? 'Let a rule be scheduled and offered' : 'Let a rule rest',
      params: byId,
      handler: async ({ scope, params, expectedVersion }) =>
        answerRule(await toggle(scope, params.id, isEnabled, expectedVersion)),
    });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/scan-rules/:id/schedule',
    permission: READ,
    summary:
      'When a rule runs next by itself, and what became of it so far: what was started, what skipped and why',
    params: byId,
    handler: async ({ scope, params }) => {
      const seen = await sight(scope);
      const { document } = await store.get(scope, params.id, seen);
      const detail = await schedules.detail(scope, params.id, document, seen);
      return { body: { isEnabled: document.isEnabled, ...detail } };
    },
  });
}
