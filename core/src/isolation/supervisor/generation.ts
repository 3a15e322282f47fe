import type { ChildProcess } from 'node:child_process';
import {
  DEFAULT_WORKSPACE,
  type Disposer,
  type Logger,
  type PluginContext,
  type PluginPackage,
} from '@datawave/plugin-sdk';
import { watchOptional } from '../../services/plugin-scope.ts';
import { GuardedEgress, isEgress } from '../bridge/guarded-egress.ts';
import { HostSockets } from '../bridge/host-socket.ts';
import type { PluginDescription, ServiceShape, SetupParts } from '../description.ts';
import { cannotCross } from '../isolation-errors.ts';
import type { ChannelLimits, WatchLimits } from '../limits.ts';
import { ChildLife, type LifeEnd } from './child-life.ts';
import { hostRoots, shapeOf } from './host-roots.ts';
import { LineLimit } from './limited-logger.ts';
import { readDescription } from './read-description.ts';
import { StagedRegistrations } from './staged-registrations.ts';

const LOG_LINES_PER_SECOND = 500;

export interface GenerationParts {
  readonly package: PluginPackage;
  readonly spawn: () => ChildProcess;
  readonly log: Logger;
  readonly channel: ChannelLimits;
  readonly watch: WatchLimits;
  readonly scrub: (text: string) => string;
  onFault(error: unknown): void;
  onEnd(generation: Generation, end: LifeEnd): void;
}

/** One process of the plugin with all that it has registered. A restart is another generation. */
export class Generation {
  readonly life: ChildLife;
  readonly registrations: StagedRegistrations;
  readonly #parts: GenerationParts;
  readonly #shown = new Set<string>([DEFAULT_WORKSPACE]);
  readonly #sockets: HostSockets;
  readonly #lines: LineLimit;
  #context: PluginContext<unknown> | null = null;
  #description: PluginDescription | null = null;
  /** Which optional services the child believes to be there. */
  #present = new Map<string, boolean>();
  #unfollow: Disposer = () => undefined;

  constructor(parts: GenerationParts) {
    this.#parts = parts;
    const { manifest } = parts.package;
    this.#sockets = new HostSockets(manifest.id);
    this.registrations = new StagedRegistrations((error) =>
      parts.log.warn('Something that the isolated plugin had registered could not be withdrawn.', { error }),
    );
    const lines = new LineLimit(LOG_LINES_PER_SECOND, parts.log);
    this.#lines = lines;
    this.life = new ChildLife({
      ...parts,
      plugin: { id: manifest.id, title: manifest.title ?? manifest.id },
      lines,
      shown: this.#shown,
      wrapObject: (value) => (isEgress(value) ? this.#guard(value) : value),
      roots: hostRoots({
        plugin: manifest.id,
        related: new Set([...Object.keys(manifest.requires ?? {}), ...Object.keys(manifest.optional ?? {})]),
        publicRoutes: manifest.needs?.public ?? [],
        guard: (egress, settings) => this.#guard(egress, settings),
        registrations: this.registrations,
        log: parts.log,
        lines,
        context: () => this.#context,
        description: () => this.#description,
        peer: () => this.life.peer,
        onFault: (error) => parts.onFault(error),
      }),
      onEnd: (end) => {
        this.#stopFollowing();
        this.#sockets.close();
        parts.onEnd(this, end);
      },
    });
  }

  /** What the plugin is; null where its module has none. */
  async describe(): Promise<PluginDescription | null> {
    const { watch, package: source } = this.#parts;
    const sent: unknown = await this.life.peer.callRoot('describe', [], 'import', watch.startMs);
    this.life.watch();
    this.#description = readDescription(source.manifest.id, sent);
    return this.#description;
  }

  /**
   * Runs the plugin's setup. What it registers waits for {@link Generation.takeOver}.
   * @returns what it provides, by its names
   */
  async setUp(context: PluginContext<unknown>): Promise<unknown> {
    this.#context = context;
    const { deps = {}, optionalDeps = {} } = this.#description ?? {};
    const shapes = (
      refs: Readonly<Record<string, string>>,
      services: object,
    ): Record<string, ServiceShape | null> =>
      Object.fromEntries(
        Object.entries(refs).map(([name, id]) => [name, shapeOf(id, Reflect.get(services, name))]),
      );
    const services = Object.entries(shapes(deps, context.deps)).flatMap(([name, shape]) =>
      shape === null ? [] : [[name, shape] as const],
    );
    const optional = shapes(optionalDeps, context.optional);
    this.#present = new Map(Object.entries(optional).map(([name, shape]) => [name, shape !== null]));
    const parts: SetupParts = {
      plugin: context.plugin,
      dataDirectory: context.dataDirectory,
      config: context.config,
      services: Object.fromEntries(services),
      optional,
    };
    return await this.life.peer.callRoot('setup', [parts]);
  }

  /** Registers what the setup wanted registered, in place of what a former generation had. */
  async takeOver(former: Generation | null): Promise<void> {
    former?.registrations.withdraw();
    this.registrations.apply();
    await this.life.peer.callRoot('settle', []);
    this.#followOptional();
  }

  async start(): Promise<void> {
    await this.life.peer.callRoot('start', []);
    await this.life.peer.callRoot('ready', []);
  }

  end(): void {
    this.#stopFollowing();
    this.registrations.withdraw();
  }

  /** The way out, held to what the plugin may reach; anything else is no way out. */
  #guard(egress: unknown, settings: unknown = null): GuardedEgress {
    if (egress instanceof GuardedEgress) return egress;
    if (typeof egress !== 'object' || egress === null || !isEgress(egress))
      throw cannotCross('the way out of an environment', 'none');
    const { id, needs } = this.#parts.package.manifest;
    return new GuardedEgress(
      egress,
      { network: needs?.network ?? [], settings: [this.#context?.config ?? null, settings] },
      {
        ...{ plugin: id, sockets: this.#sockets, isShown: (workspace) => this.#shown.has(workspace) },
        onRefused: (where, error) => {
          if (this.#lines.take())
            this.#parts.log.warn('A connection of the isolated plugin was refused.', { where, error });
        },
      },
    );
  }

  /** Tells the child of optional services that come and go, before anything that is asked of it afterwards. */
  #followOptional(): void {
    const context = this.#context;
    if (context === null || this.#present.size === 0) return;
    const look = (): void => {
      const { optionalDeps = {} } = this.#description ?? {};
      if (context.signal.aborted) return;
      const changed: Record<string, ServiceShape | null> = {};
      for (const [name, id] of Object.entries(optionalDeps)) {
        const shape = shapeOf(id, context.optional[name]);
        if ((shape !== null) === this.#present.get(name)) continue;
        this.#present.set(name, shape !== null);
        changed[name] = shape;
      }
      if (Object.keys(changed).length > 0) this.life.peer.tellRoot('optional', [changed]);
    };
    const tell = (): void => {
      try {
        look();
      } catch (error) {
        this.#parts.onFault(error);
      }
    };
    this.#unfollow = watchOptional(context.optional, tell);
    // What has come or gone since the setup.
    tell();
  }

  #stopFollowing(): void {
    this.#unfollow();
    this.#unfollow = () => undefined;
  }
}
