import type { HttpService, JsonSchema, RouteResponse } from '@datawave/plugin-sdk';
import type { PluginSettings } from './plugin-settings.ts';
import { unconditional } from './settings-errors.ts';
import { revisionOf, type SettingsView, versionOf } from './settings-view.ts';

const fault: JsonSchema = {
  type: 'object',
  properties: { pointer: { type: 'string' }, message: { type: 'string' } },
  required: ['pointer', 'message'],
};

const viewSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    title: { type: 'string' },
    schema: { type: 'object', description: 'JSON Schema of the settings; secrets are marked writeOnly.' },
    settings: {
      type: 'object',
      description:
        'What it runs with, defaults filled in. In place of a secret that is set stands a text that, sent back, keeps it.',
    },
    stored: {
      type: 'object',
      description: 'What of it is stored: it wins over the configuration file until it is taken back.',
    },
    origins: {
      type: 'object',
      description: 'Where each setting comes from.',
      additionalProperties: {
        type: 'object',
        properties: {
          source: { enum: ['default', 'file', 'environment', 'stored'] },
          location: { type: ['string', 'null'], description: 'Place in the configuration file.' },
          variables: { type: 'array', items: { type: 'string' }, description: 'Environment variables.' },
          fileValue: { description: 'What the file says, where something else is stored.' },
        },
        required: ['source', 'location', 'variables'],
      },
    },
    secrets: { type: 'array', items: { type: 'string' }, description: 'Pointers of secrets that are set.' },
    problems: { type: 'array', items: fault, description: 'What is wrong with the settings as they are.' },
    fileProblems: { type: 'array', items: fault, description: 'What of the configuration file is wrong.' },
    revision: { type: 'integer' },
    updatedAt: { type: ['string', 'null'] },
    updatedBy: { type: ['string', 'null'] },
    critical: { type: 'boolean' },
    state: { type: 'string' },
    rebuilt: {
      type: 'array',
      items: { type: 'string' },
      description: 'Running plugins that are started anew with it.',
    },
  },
  required: ['id', 'title', 'schema', 'settings', 'stored', 'origins', 'secrets', 'revision'],
};

const params: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, maxLength: 214 } },
  required: ['id'],
};

const answer = (view: SettingsView): RouteResponse => ({ body: view, version: versionOf(view) });

/** Mounts what shows and changes the settings of plugins. */
export function mountSettingsRoutes(http: HttpService, settings: PluginSettings): void {
  const responses = { 200: { description: 'The settings.', schema: viewSchema } };

  http.route<{ readonly id: string }>({
    method: 'GET',
    path: '/plugins/:id/settings',
    permission: 'plugins:configure',
    summary: 'Show the settings of a plugin, and where each comes from. Secrets are never shown.',
    params,
    responses,
    handler: async ({ params: { id } }) => answer(await settings.view(id)),
  });

  http.route<
    { readonly id: string },
    Record<string, unknown>,
    { readonly settings: Readonly<Record<string, unknown>> }
  >({
    method: 'PUT',
    path: '/plugins/:id/settings',
    permission: 'plugins:configure',
    recentSignIn: true,
    summary: 'Change the settings of a plugin on the running platform, in every replica.',
    description:
      'What is sent wins over the configuration file, name by name; what is left out is as in the file again, and {} takes everything back. The plugin and what needs it are started anew. If it does not start, its former settings come back and nothing is stored. Needs If-Match.',
    params,
    body: {
      type: 'object',
      properties: { settings: { type: 'object', maxProperties: 500 } },
      required: ['settings'],
      additionalProperties: false,
    },
    bodyLimit: 262_144,
    timeoutMs: 120_000,
    responses: {
      ...responses,
      409: {
        description: 'It does not start with them; its former settings are back, and the reason is told.',
      },
      412: { description: 'Somebody else has changed them.' },
      422: { description: 'They are not valid; each fault with its pointer.' },
      428: { description: 'If-Match is missing.' },
    },
    async handler({ params: { id }, body, scope, expectedVersion }) {
      if (expectedVersion === undefined) throw unconditional();
      const expected = revisionOf(expectedVersion);
      return answer(await settings.change(id, { settings: body.settings, expected, scope }));
    },
  });
}
