import { createHash } from 'node:crypto';
import {
  type AuditService,
  DataWaveError,
  type HttpService,
  type JsonSchema,
  type PluginStatus,
  type RouteResponse,
} from '@datawave/plugin-sdk';
import { enforcedNeeds } from '../isolation/walls/enforced-needs.ts';
import { unknownPlugin } from '../kernel-errors.ts';
import type { Kernel } from '../kernel-types.ts';
import { bootSchema, detailSchema, listedSchema, statusSchema } from './plugin-schemas.ts';
import { slowestPath, type TimingNode } from './time-tree.ts';

const idParams: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', minLength: 1, maxLength: 214 } },
  required: ['id'],
};

/** A route as it is shown. */
export interface PluginRoute {
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly summary: string;
}

/** Mounts the kernel's own routes: the plugins' states, switching them, and what the web shell is made of. */
export function mountPluginRoutes(
  http: HttpService,
  kernel: Kernel,
  audit: () => AuditService | null,
  routesOf: (plugin: string) => readonly PluginRoute[],
): void {
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
          properties: {
            items: { type: 'array', items: listedSchema },
            nextCursor: { type: 'null' },
            boot: bootSchema,
          },
          required: ['items', 'nextCursor', 'boot'],
        },
      },
    },
    handler: async () =>
      versioned({
        items: kernel.details.list(),
        nextCursor: null,
        boot: describeBoot(kernel.timing()),
      }),
  });

  http.route<{ readonly id: string }>({
    method: 'GET',
    path: '/plugins/:id',
    permission: 'plugins:read',
    summary: 'Show a plugin: its state, what it declares and what its taps cost.',
    params: idParams,
    responses: { 200: { description: 'The plugin.', schema: detailSchema } },
    async handler({ params }) {
      const detail = kernel.details.of(params.id);
      if (detail === undefined) throw unknownPlugin(params.id);
      const isolation = await kernel.details.isolationOf(params.id);
      const held = isolation === null ? [] : enforcedNeeds(isolation, detail.needs);
      return versioned({ ...detail, enforcedNeeds: held, isolation, routes: routesOf(params.id) });
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
  throw unknownPlugin(id);
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

const versioned = (body: object): RouteResponse => ({
  body,
  version: createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22),
});

/** Where the time of the boot went, and the leaf that was slow. */
function describeBoot(timing: TimingNode): object {
  const path = slowestPath(timing);
  const [, ...below] = path;
  return {
    durationMs: round(timing.durationMs),
    phases: timing.children.map(({ name, durationMs }) => ({ name, durationMs: round(durationMs) })),
    slowest:
      below.length === 0
        ? null
        : { path: below.map(({ name }) => name), durationMs: round(path.at(-1)?.durationMs ?? 0) },
  };
}

const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
