import {
  closedSchema,
  DataWaveError,
  type HttpService,
  pageQuerySchema,
  uuidSchema,
} from '@datawave/plugin-sdk';
import { compareRules } from '../rule/rule-diff.ts';
import type { SightOf } from '../store/rule-sight.ts';
import type { RuleStore } from '../store/rule-store.ts';
import type { RuleCheck } from './rule-check.ts';
import { answerRule, byId, READ, WRITE } from './rule-routes.ts';

const number = { type: 'string', pattern: '^[1-9]\\d{0,8}$' };
const versionOf = closedSchema({ id: uuidSchema, version: number }, ['id', 'version']);

/** Mounts the routes of versions: what a rule was, how versions differ, and how one is used again. */
export function mountVersionRoutes(
  http: HttpService,
  { store, check, sight }: { readonly store: RuleStore; readonly check: RuleCheck; readonly sight: SightOf },
): void {
  http.route<{ id: string }, { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/scan-rules/:id/versions',
    permission: READ,
    summary: 'Versions of a scan rule, the newest first',
    params: byId,
    query: closedSchema(pageQuerySchema),
    handler: async ({ scope, params, query }) => ({
      body: await store.versions(scope, params.id, await sight(scope), query.limit, query.cursor),
    }),
  });

  http.route<{ id: string; version: string }, { readonly against?: number }>({
    method: 'GET',
    path: '/scan-rules/:id/versions/:version',
    permission: READ,
    summary: 'A scan rule as it was, and how it differs from another version: the one before unless given',
    params: versionOf,
    query: closedSchema({ against: { type: 'integer', minimum: 1, maximum: 999_999_999 } }),
    handler: async ({ scope, params, query }) => {
      const number = Number(params.version);
      const seen = await sight(scope);
      const read = (version: number) =>
        store.version(scope, params.id, version, { isRemovedToo: false, sight: seen });
      const found = await read(number);
      const against = query.against ?? number - 1;
      const other = against < 1 ? null : await read(against).catch(unlessAsked(query.against !== undefined));
      return {
        body: {
          ...found,
          against: other?.version ?? null,
          changes: other === null ? [] : compareRules(other.document, found.document),
        },
      };
    },
  });

  http.route<{ id: string; version: string }>({
    method: 'POST',
    path: '/scan-rules/:id/versions/:version/restore',
    permission: WRITE,
    summary: 'Use an earlier version again, as a new one; whether the rule is enabled stays as it is',
    params: versionOf,
    handler: async ({ scope, params, expectedVersion }) => {
      const version = Number(params.version);
      const seen = await sight(scope);
      const present = await store.get(scope, params.id, seen);
      const { document } = await store.version(scope, params.id, version, {
        ...{ isRemovedToo: false, sight: seen },
      });
      const restored = { ...document, isEnabled: present.document.isEnabled };
      await check.require(scope, restored, document);
      return answerRule(
        await store.replace(scope, params.id, restored, {
          ...{ sight: seen, expected: expectedVersion ?? String(present.version) },
          change: `restored version ${version}`,
        }),
      );
    },
  });
}

/** The version before may be kept no more: then nothing can be compared. One that was named must be there. */
const unlessAsked =
  (isNamed: boolean) =>
  (error: unknown): null => {
    if (!isNamed && DataWaveError.is(error) && error.code === 'DW_SCAN_RULE_VERSION_UNKNOWN') return null;
    throw error;
  };
