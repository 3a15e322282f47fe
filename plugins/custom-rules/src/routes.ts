import {
  type ClassificationService,
  closedSchema,
  type ExecutionScope,
  type HttpService,
  type JsonSchema,
  pageQuerySchema,
  type RouteResponse,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { type ImportRequest, importRules } from './exchange/import-rules.ts';
import type { BundleFormat } from './exchange/rule-bundle.ts';
import { withKnownType } from './rules/known-type.ts';
import { LIMITS } from './rules/rule-limits.ts';
import { RULE_PROPERTIES } from './rules/rule-schema.ts';
import { invalidRule } from './store/rule-errors.ts';
import type { ReadyRule, RuleFilter, RuleStore } from './store/rule-store.ts';
import { type StoredRule, toDetail } from './store/stored-rule.ts';
import type { Workshop } from './workshop/workshop.ts';

const READ = 'custom-rules:read';
export const WRITE = 'custom-rules:write';

const byId = closedSchema({ id: uuidSchema }, ['id']);

/**
 * The plugin checks a rule itself, as a whole, and names every fault at once; what the schema says here is for
 * the documentation.
 */
export const ruleBody: JsonSchema = {
  type: 'object',
  description:
    'A rule: key, title, infoType and match, and what else is named here; anything else is refused.',
  properties: Object.fromEntries(
    Object.entries(RULE_PROPERTIES).map(([name, schema]) => [
      name,
      { description: String(schema['description'] ?? name) },
    ]),
  ),
};

interface ListQuery extends RuleFilter {
  readonly limit: number;
  readonly cursor?: string;
}

/** Mounts the routes that keep rules. */
export function mountRuleRoutes(
  http: HttpService,
  services: {
    readonly store: RuleStore;
    readonly workshop: Workshop;
    readonly classification: ClassificationService;
  },
): void {
  const { store, workshop, classification } = services;

  const ready = async (scope: ExecutionScope, document: unknown): Promise<ReadyRule> => {
    const known = await classification.infoTypes({ workspaceId: scope.workspace });
    const [assessed] = await workshop.assess([withKnownType(document, known)], ['']);
    if (assessed === undefined || assessed.rule === null) throw invalidRule(assessed?.errors ?? []);
    return assessed;
  };
  const answer = (rule: StoredRule): RouteResponse => ({ body: toDetail(rule), version: rule.revision });

  http.route<Record<string, never>, ListQuery>({
    method: 'GET',
    path: '/classification-rules',
    permission: READ,
    summary: 'Rules of the workspace, by title, without what they consist of',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200, description: 'A part of title, key or info type.' },
      enabled: { type: 'boolean' },
      infoType: { type: 'string', maxLength: 60 },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => {
      return { body: await store.page(scope, filter, limit, cursor) };
    },
  });

  http.route<Record<string, never>, { readonly format: BundleFormat; readonly keys?: string }>({
    method: 'GET',
    path: '/classification-rules/export',
    permission: READ,
    summary: 'Rules as a file that can be imported',
    query: closedSchema({
      format: { enum: ['json', 'yaml'], default: 'yaml' },
      keys: { type: 'string', maxLength: 20_000, description: 'Keys separated by commas; all unless given.' },
    }),
    handler: async ({ scope, query: { format, keys } }) => {
      const chosen = keys?.split(',').filter((key) => key !== '');
      const rules = await store.all(scope, chosen === undefined ? {} : { keys: chosen });
      const text = await workshop.write(
        rules.map(({ rule }) => rule),
        format,
      );
      return {
        body: new TextEncoder().encode(text),
        headers: {
          'content-type': format === 'json' ? 'application/json' : 'application/yaml; charset=utf-8',
          'content-disposition': `attachment; filename="classification-rules.${format}"`,
        },
      };
    },
  });

  http.route<Record<string, never>, never, ImportRequest>({
    method: 'POST',
    path: '/classification-rules/import',
    permission: WRITE,
    summary: 'Import rules, all of them or none; a dry run says what would become of each',
    bodyLimit: 2 * LIMITS.ruleBytes,
    body: closedSchema(
      {
        text: {
          type: 'string',
          minLength: 1,
          maxLength: LIMITS.ruleBytes,
          description: 'A file of rules, JSON or YAML.',
        },
        onConflict: {
          enum: ['refuse', 'skip', 'replace'],
          default: 'refuse',
          description: 'What is done where another rule has the key.',
        },
        dryRun: { type: 'boolean', default: false },
      },
      ['text'],
    ),
    handler: async ({ scope, body }) => ({ body: await importRules(scope, body, services) }),
  });

  http.route<Record<string, never>, never, unknown>({
    method: 'POST',
    path: '/classification-rules',
    permission: WRITE,
    summary: 'Add a rule',
    bodyLimit: LIMITS.ruleBytes,
    body: ruleBody,
    handler: async ({ scope, body }) => {
      const rule = await store.create(scope, await ready(scope, body));
      return {
        ...answer(rule),
        status: 201,
        headers: { Location: `/api/v1/classification-rules/${rule.id}` },
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/classification-rules/:id',
    permission: READ,
    summary: 'A rule',
    params: byId,
    handler: async ({ scope, params }) => answer(await store.get(scope, params.id)),
  });

  http.route<{ id: string }, never, Readonly<Record<string, unknown>>>({
    method: 'PATCH',
    path: '/classification-rules/:id',
    permission: WRITE,
    summary: 'Change a rule: what is given replaces what was there, null removes what may be left out',
    params: byId,
    bodyLimit: LIMITS.ruleBytes,
    body: ruleBody,
    handler: async ({ scope, params, body, expectedVersion }) => {
      const { rule, revision } = await store.get(scope, params.id);
      const changed = Object.fromEntries(
        Object.entries({ ...rule, ...body }).filter(([, value]) => value !== null),
      );
      if (changed['key'] !== rule.key)
        throw invalidRule([
          { pointer: '/key', message: `cannot change: evidence names the rule by it ("${rule.key}")` },
        ]);
      // What was merged is what is replaced, also when nobody said which version they saw.
      const expected = expectedVersion ?? String(revision);
      return answer(await store.replace(scope, params.id, await ready(scope, changed), expected));
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/classification-rules/:id',
    permission: WRITE,
    summary: 'Remove a rule and its versions; what it found stays in the catalog until the next scan',
    params: byId,
    handler: async ({ scope, params, expectedVersion }) => {
      await store.remove(scope, params.id, expectedVersion);
      return { status: 204 };
    },
  });

  for (const [verb, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    http.route<{ id: string }>({
      method: 'POST',
      path: `/classification-rules/:id/${verb}`,
      permission: WRITE,
      summary: enabled ? 'Let a rule take part' : 'Let a rule rest',
      params: byId,
      handler: async ({ scope, params, expectedVersion }) =>
        answer(await store.setEnabled(scope, params.id, enabled, expectedVersion)),
    });
  }
  mountVersions(http, store);
}

function mountVersions(http: HttpService, store: RuleStore): void {
  const read = (scope: ExecutionScope, id: string, version: string): Promise<unknown> =>
    store.version(scope, id, Number(version));
  http.route<{ id: string }>({
    method: 'GET',
    path: '/classification-rules/:id/versions',
    permission: READ,
    summary: `Versions of a rule, the newest first; ${LIMITS.versions} are kept`,
    params: byId,
    handler: async ({ scope, params }) => ({
      body: { items: await store.versions(scope, params.id), nextCursor: null },
    }),
  });
  http.route<{ id: string; version: string }>({
    method: 'GET',
    path: '/classification-rules/:id/versions/:version',
    permission: READ,
    summary: 'A rule as it was',
    params: closedSchema({ id: uuidSchema, version: { type: 'string', pattern: '^[1-9]\\d{0,8}$' } }, [
      'id',
      'version',
    ]),
    handler: async ({ scope, params }) => ({ body: await read(scope, params.id, params.version) }),
  });
}
