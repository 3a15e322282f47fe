import { flushCompileCache } from 'node:module';
import type { Plugin, PluginContext } from '@datawave/plugin-sdk';
import { childScopes } from '../bridge/child-scopes.ts';
import { Peer, type Roots } from '../bridge/peer.ts';
import { childTransport } from '../channel/process-transport.ts';
import type { PluginDescription, ServiceShape, SetupParts } from '../description.ts';
import { notHeld } from '../isolation-errors.ts';
import { CHANNEL_LIMITS } from '../limits.ts';
import { type ChildContext, createChildContext } from './context.ts';

/** Imports the plugin, says what it is, and runs it with a context that reaches into the platform. */
const [, , plugin = '', entry = ''] = process.argv;

let definition: Plugin['definition'] | null = null;
let running: ChildContext | null = null;
let given: unknown;

const importing = import(entry) as Promise<unknown>;
// It mostly ends without warning: what has been compiled is kept for the next start as soon as there is time.
importing.then(
  () => setTimeout(flushCompileCache, 500).unref(),
  () => undefined,
);
// Whoever asks for the description hears of it.
importing.catch(() => undefined);

const idsOf = (refs: Readonly<Record<string, { readonly id: string }>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(refs).map(([name, { id }]) => [name, id]));

/** Null where the module has no plugin. */
async function describe(): Promise<PluginDescription | null> {
  const module: unknown = await importing;
  const exported: unknown = Reflect.get(Object(module) as object, 'default');
  if (!isPlugin(exported)) return null;
  definition = exported.definition;
  const { deps, optionalDeps, provides, hooks = [], extensionPoints = [], start } = definition;
  return {
    deps: idsOf(deps),
    optionalDeps: idsOf(optionalDeps),
    provides: idsOf(provides),
    hooks: hooks.map(({ id, flow, mode, onError }) => ({ id, flow, mode, onError })),
    extensionPoints: extensionPoints.map(({ id }) => id),
    hasStart: start !== undefined,
    entities: definition.entities?.length ?? 0,
    migrations: (definition.migrations ?? []).map(({ name, up }) => ({ name, up: [...up] })),
  };
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'kind') === 'datawave-plugin' &&
  typeof Reflect.get(Object(Reflect.get(value, 'definition')) as object, 'setup') === 'function';

function context(): ChildContext {
  if (running === null) throw notHeld('The plugin before its setup');
  return running;
}

const report = (error: unknown): void => peer.tellRoot('fault', [asError(error)]);

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const roots: Roots = {
  describe,
  /** Answers what the plugin provides, by its names. What it registered may still be on its way: settle. */
  async setup(parts: SetupParts) {
    if (definition === null) throw notHeld('The plugin before its import');
    running = createChildContext(parts, peer, report, definition.entities ?? []);
    given = await definition.setup(running.context as PluginContext<unknown>);
    const provided = Object.keys(definition.provides ?? {});
    return Object.fromEntries(provided.map((name) => [name, Reflect.get(Object(given) as object, name)]));
  },
  settle: () => context().registrations.settle(),
  async start() {
    const { registrations, context: own } = context();
    await definition?.start?.(own as PluginContext<unknown>);
    await registrations.settle();
  },
  ready: () => context().registrations.end(),
  optional: (shapes: Readonly<Record<string, ServiceShape | null>>) => running?.setOptional(shapes),
  extensions: (point: string, list: unknown) => running?.collections.update(point, list),
  abort: () => running?.abort(),
  async stop() {
    for (const error of (await running?.dispose()) ?? []) report(error);
  },
  ping: () => process.memoryUsage.rss(),
};

const peer = new Peer(childTransport(), {
  limits: CHANNEL_LIMITS,
  isGuarded: false,
  roots,
  scopes: childScopes(plugin),
  errors: { scrub: (text) => text, hasStack: true },
  onViolation: (reason) => {
    throw new Error(`the platform cannot be understood: ${reason}`);
  },
  // Without the platform there is nobody to work for.
  onClose: () => process.exit(0),
});

process.on('unhandledRejection', report);
