import {
  type AuditService,
  DataWaveError,
  type HttpService,
  type JsonSchema,
  type PluginPackage,
  type PluginStatus,
} from '@datawave/plugin-sdk';
import type { Kernel } from '../kernel-types.ts';

const statusSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string', description: 'npm name.' },
    version: { type: 'string' },
    title: { type: 'string' },
    state: {
      type: 'string',
      enum: [
        'discovered',
        'resolved',
        'migrating',
        'setting-up',
        'active',
        'degraded',
        'stopping',
        'disabled',
        'invalid',
        'blocked',
        'failed',
      ],
    },
    reason: { type: ['string', 'null'] },
    recoverable: { type: 'boolean' },
    blockedBy: { type: 'array', items: { type: 'string' } },
    critical: { type: 'boolean' },
    timing: {
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'Milliseconds by phase.',
    },
  },
  required: [
    'id',
    'name',
    'version',
    'title',
    'state',
    'reason',
    'recoverable',
    'blockedBy',
    'critical',
    'timing',
  ],
};

const idParams: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, maxLength: 214 } },
  required: ['id'],
};

/** Mounts the kernel's own routes: the plugins' states, switching them, and what the web shell is made of. */
export function mountPluginRoutes(http: HttpService, kernel: Kernel, audit: () => AuditService | null): void {
  http.route({
    method: 'GET',
    path: '/plugins',
    permission: 'plugins:read',
    summary: 'List the plugins with their states.',
    responses: {
      200: {
        description: 'All plugins, in the order of their graph.',
        schema: {
          type: 'object',
          properties: { items: { type: 'array', items: statusSchema }, nextCursor: { type: 'null' } },
          required: ['items', 'nextCursor'],
        },
      },
    },
    handler: () => Promise.resolve({ body: { items: kernel.plugins(), nextCursor: null } }),
  });

  http.route<{ readonly id: string }>({
    method: 'GET',
    path: '/plugins/:id',
    permission: 'plugins:read',
    summary: 'Show a plugin: its state, what it declares and what its taps cost.',
    params: idParams,
    responses: { 200: { description: 'The plugin.', schema: { ...statusSchema } } },
    handler: ({ params }) => {
      const status = find(kernel, params.id);
      const manifest = kernel.manifests().get(params.id);
      const taps = kernel.hookTimings().filter(({ plugin }) => plugin === params.id);
      return Promise.resolve({
        body: { ...status, ...(manifest === undefined ? {} : describe(manifest)), taps },
      });
    },
  });

  for (const action of ['enable', 'disable'] as const) {
    http.route<{ readonly id: string }>({
      method: 'POST',
      path: `/plugins/:id/${action}`,
      permission: 'plugins:manage',
      recentSignIn: true,
      summary:
        action === 'enable'
          ? 'Start a plugin, now and at later starts.'
          : 'Stop a plugin and those that need it, now and at later starts.',
      params: idParams,
      responses: {
        200: { description: 'The plugin as it is now.', schema: statusSchema },
        409: { description: 'It could not be started; the reason is in the answer.' },
      },
      timeoutMs: 120_000,
      async handler({ params, scope }) {
        const before = find(kernel, params.id);
        // Asked for before: what is stopped may take the trail along, and what is enabled may bring it.
        const trail = audit();
        const status = await kernel[action](params.id);
        const isUp = status.state === 'active' || status.state === 'degraded';
        const hasFailed = action === 'enable' && !isUp;
        await (audit() ?? trail)?.note(scope, {
          action: `core.plugin.${action}d`,
          object: { type: 'plugin', id: params.id, name: status.title },
          outcome: hasFailed ? 'failed' : 'succeeded',
          ...(hasFailed && status.reason !== null ? { reason: status.reason } : {}),
          before: { state: before.state },
          after: { state: status.state },
        });
        if (hasFailed) throw notStarted(status);
        return { body: status };
      },
    });
  }

  http.route({
    method: 'GET',
    path: '/ui/manifest',
    permission: 'public',
    summary: 'Pages, slots and component modules of the running plugins.',
    responses: {
      200: {
        description: 'What the web shell loads.',
        schema: {
          type: 'object',
          properties: { plugins: { type: 'array', items: { type: 'object' } } },
          required: ['plugins'],
        },
      },
    },
    handler: () => Promise.resolve({ body: kernel.uiManifest() }),
  });
}

function find(kernel: Kernel, id: string): PluginStatus {
  const status = kernel.plugins().find((plugin) => plugin.id === id);
  if (status !== undefined) return status;
  throw new DataWaveError({
    code: 'DW_PLUGIN_UNKNOWN',
    message: `There is no plugin "${id}".`,
    hint: 'GET /api/v1/plugins lists them.',
    status: 404,
  });
}

function notStarted(status: PluginStatus): DataWaveError {
  return new DataWaveError({
    code: 'DW_PLUGIN_NOT_STARTED',
    message: `The plugin "${status.id}" is ${status.state}. ${status.reason ?? ''}`,
    hint: status.recoverable
      ? 'Mend what is named and enable it again.'
      : 'Mend what is named and restart the platform.',
    status: 409,
  });
}

/** What a plugin says of itself. In-process plugins are trusted: `needs` is disclosure, not enforcement. */
function describe({ manifest }: PluginPackage): Readonly<Record<string, unknown>> {
  const {
    description,
    requires = {},
    optional = {},
    needs = {},
    permissions = [],
    resources = [],
    contributes = {},
  } = manifest;
  return {
    description: description ?? null,
    requires,
    optional,
    needs,
    areNeedsEnforced: false,
    permissions,
    resources,
    contributes,
  };
}
