import { coreServices, DataWaveError, definePlugin, sql } from '@datawave/plugin-sdk';
import type { InlinePlugin } from '../src/plugins/discover.ts';

/** Id of the one thing that is there; it belongs to the workspace in which somebody asked for it first. */
export const FAULTY_THING = '5f0e7c1a-0000-4000-8000-00000000cafe';

/** A plugin that makes the mistakes for which the attacks look, each once: to see that they are seen. */
export function faultyPlugin(ours: () => string): InlinePlugin {
  return {
    manifest: {
      ...{ manifestVersion: 1, id: 'faulty', apiVersion: '*', resources: ['faulty'] },
      permissions: [
        { id: 'faulty:read', title: 'Read' },
        { id: 'faulty:write', title: 'Write' },
      ],
    },
    plugin: definePlugin()({
      deps: { http: coreServices.http, storage: coreServices.storage },
      setup({ deps: { http, storage } }) {
        const text = { type: 'string' } as const;
        http.route<{ id: string }>({
          ...{
            method: 'GET',
            path: '/faulty/:id',
            permission: 'faulty:read',
            summary: 'Tells what others have',
          },
          params: { type: 'object', properties: { id: text } },
          handler: async ({ scope, params: { id } }) => {
            if (scope.workspace === ours() && id === FAULTY_THING) return { body: { id } };
            const message = id === FAULTY_THING ? 'It is not yours.' : 'There is none.';
            throw new DataWaveError({ code: 'DW_FAULTY', message, hint: 'None.', status: 404 });
          },
        });
        http.route<Record<string, never>, { readonly q?: string; readonly cursor?: string }>({
          ...{ method: 'GET', path: '/faulty', permission: 'faulty:read', summary: 'Runs what it is given' },
          query: { type: 'object', properties: { q: text, cursor: text, limit: { type: 'integer' } } },
          handler: async ({ scope, query: { q = '', cursor } }) => {
            if (cursor !== undefined) JSON.parse(Buffer.from(cursor, 'base64url').toString());
            const statement = [`select 'a${q}' as a`];
            await storage.transaction(scope, (tx) =>
              storage.query(tx, sql(Object.assign(statement, { raw: statement }))),
            );
            return { body: { items: [], nextCursor: null }, headers: { 'access-control-allow-origin': '*' } };
          },
        });
        http.route<Record<string, never>, Record<string, never>, { readonly title?: string }>({
          ...{
            method: 'POST',
            path: '/faulty',
            permission: 'faulty:write',
            summary: 'Takes what it is given',
          },
          body: { type: 'object', properties: { title: text } },
          handler: async ({ body }) => {
            // Tries one way after the other.
            /^(\w+\s?)*$/.test(body.title?.slice(0, 26) ?? '');
            return { status: 201, body, headers: { Location: '/api/v1/faulty/1' } };
          },
        });
        return {};
      },
    }),
  };
}
