import {
  DEFAULT_WORKSPACE,
  defineJob,
  type NotificationsService,
  type NotificationTopic,
  type PluginStatus,
  type PluginsService,
  pluginScope,
  type StorageService,
} from '@datawave/plugin-sdk';

/** Looks which plugins have failed. */
export const watchPluginsJob = defineJob<Record<string, never>>({
  name: 'notifications.watch-plugins',
  payload: { type: 'object', additionalProperties: false },
  attempts: 1,
  timeoutMs: 30_000,
});

export const PLUGIN_TOPIC: NotificationTopic = {
  id: 'platform.plugin-failed',
  title: 'Plugins that have failed',
  description: 'Something of the platform does not run as it should.',
};

interface WatchParts {
  readonly plugins: PluginsService;
  readonly storage: StorageService;
  readonly inbox: NotificationsService;
}

/** Tells those who see plugins which have failed since it last looked. */
export class PluginWatch {
  readonly #parts: WatchParts;
  #failed: ReadonlySet<string> = new Set();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  async look(signal: AbortSignal): Promise<void> {
    const { plugins, storage, inbox } = this.#parts;
    const failed = (await plugins.list()).filter(isBroken);
    const news = failed.filter(({ id }) => !this.#failed.has(id));
    const scope = pluginScope('notifications', 'Notifications', { workspace: DEFAULT_WORKSPACE, signal });
    if (news.length > 0)
      await storage.transaction(scope, async (tx) => {
        for (const { id, title, version } of news)
          await inbox.send(tx, scope, {
            to: [{ kind: 'permission', permission: 'plugins:read' }],
            topic: PLUGIN_TOPIC.id,
            title: 'The plugin {title} does not run',
            values: { title },
            href: '/plugins',
            tone: 'danger',
            dedupeKey: `${id} ${version}`,
          });
      });
    this.#failed = new Set(failed.map(({ id }) => id));
  }
}

/** A blocked one waits for another, which is told of; an invalid one says so at every start. */
const isBroken = ({ state }: PluginStatus): boolean => state === 'failed' || state === 'degraded';
