import { randomUUID } from 'node:crypto';
import type { AccessService, Disposer, HttpService, Logger, PluginStatus } from '@datawave/plugin-sdk';
import type { Events } from '../events/events.ts';
import type { Kernel } from '../kernel-types.ts';
import { declaredPermissions } from '../plugins/permissions.ts';
import type { Storage } from '../storage/storage.ts';
import { LiveHub } from './live-hub.ts';
import { mountLiveRoute } from './live-route.ts';
import { LiveTopics } from './live-topics.ts';

const CHANNEL = 'datawave_plugins';
/** Plugins that come up one after the other are one change to the others. */
const TOGETHER_MS = 200;

/** Tells browsers what has changed, and other replicas that plugins have. */
export class LiveUpdates {
  readonly #kernel: Pick<Kernel, 'plugins' | 'manifests' | 'uiManifest'>;
  readonly #storage: () => Storage | null;
  readonly #log: Logger;
  readonly #hub: LiveHub;
  /** Tells this replica's own notifications from those of others. */
  readonly #id: string = randomUUID();
  #topics: LiveTopics | null = null;
  #listening: { readonly to: Storage; readonly end: Promise<Disposer | null> } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(parts: {
    readonly kernel: Pick<Kernel, 'plugins' | 'manifests' | 'uiManifest'>;
    readonly storage: () => Storage | null;
    readonly events: () => Events | null;
    readonly log: Logger;
  }) {
    this.#kernel = parts.kernel;
    this.#storage = parts.storage;
    this.#log = parts.log;
    this.#hub = new LiveHub({
      topics: () => this.#currentTopics(),
      events: parts.events,
      log: parts.log,
    });
  }

  mount(
    http: HttpService,
    access: AccessService,
    kernelPackage: Parameters<typeof declaredPermissions>[0][0],
  ): void {
    mountLiveRoute(http, {
      hub: this.#hub,
      access,
      topics: () => this.#currentTopics(),
      permissions: () =>
        declaredPermissions([kernelPackage, ...this.#kernel.manifests().values()]).map(({ id }) => id),
      plugins: () => JSON.stringify([this.#kernel.plugins().map(essence), this.#kernel.uiManifest()]),
    });
  }

  /** Told whenever a plugin of this process has come into another state. */
  pluginChanged(): void {
    this.#topics = null;
    this.listen();
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#hub.pluginsChanged();
      void this.#tellOthers();
    }, TOGETHER_MS).unref();
  }

  /** Begins to hear other replicas, as soon as there is a database. */
  listen(): void {
    const storage = this.#storage();
    if (storage === null || this.#isStopped || this.#listening?.to === storage) return;
    const heard = (from: string): void => {
      if (from !== this.#id) this.#hub.pluginsChanged();
    };
    this.#listening = {
      to: storage,
      end: storage.listen(CHANNEL, heard).catch((error: unknown) => {
        this.#log.warn('Changes of plugins in other replicas are not heard.', { error });
        return null;
      }),
    };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await (await this.#listening?.end)?.();
  }

  #currentTopics(): LiveTopics {
    this.#topics ??= new LiveTopics(this.#running());
    return this.#topics;
  }

  #running(): ConstructorParameters<typeof LiveTopics>[0] {
    const manifests = this.#kernel.manifests();
    return this.#kernel
      .plugins()
      .flatMap(({ id, state }) =>
        state === 'active' || state === 'degraded' ? (manifests.get(id) ?? []) : [],
      );
  }

  async #tellOthers(): Promise<void> {
    try {
      await this.#storage()?.execute({
        text: 'select pg_notify($1, $2)',
        parameters: [CHANNEL, this.#id],
      });
    } catch (error) {
      // They find out when their browsers connect anew, or at the next change.
      this.#log.debug('Other replicas could not be told of changed plugins.', { error });
    }
  }
}

const essence = ({ id, version, state, reason }: PluginStatus): unknown => [id, version, state, reason];
