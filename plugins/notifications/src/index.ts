import {
  coreServices,
  definePlugin,
  identityEvents,
  type NotificationRule,
  type NotificationTopic,
  notificationChannelPoint,
  notificationRulePoint,
  notificationsService,
  pluginScope,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import { ChannelDelivery, deliverJob } from './channel-delivery.ts';
import type { Config } from './config.generated.ts';
import { Feeder } from './feeder.ts';
import { forgetJob } from './forget-old.ts';
import { Inbox } from './inbox.ts';
import { migrations } from './migrations.ts';
import { PLUGIN_TOPIC, PluginWatch, watchPluginsJob } from './plugin-watch.ts';
import { Preferences } from './preferences.ts';
import { Reader } from './reader.ts';
import { notifyOfRevoked } from './revoked-plugins.ts';
import { mountRoutes } from './routes.ts';
import { Visible } from './visible.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    events: coreServices.events,
    access: coreServices.access,
    http: coreServices.http,
    jobs: coreServices.jobs,
    plugins: coreServices.plugins,
  },
  provides: { inbox: notificationsService },
  extensionPoints: [notificationRulePoint, notificationChannelPoint],
  migrations,
  setup({ deps, config, extensions, log, signal, onDispose }) {
    const { storage, events, access, http, jobs, plugins } = deps;
    const channels = new ChannelDelivery({
      jobs,
      channels: extensions.collection(notificationChannelPoint),
      topics: config.channels,
    });
    const inbox = new Inbox({ storage, events, jobs, channels }, config);
    const contributed = extensions.collection(notificationRulePoint);
    const rules = (): readonly NotificationRule[] => [
      ...contributed.list().map(({ value }) => value),
      notifyOfRevoked,
    ];
    const topics = (): readonly NotificationTopic[] => [
      ...rules().flatMap((rule) => rule.topics),
      PLUGIN_TOPIC,
    ];
    const feeder = new Feeder({ storage, events, inbox, rules, log, signal });
    onDispose(feeder.start());
    onDispose(
      // The first is told in one workspace alone, the other in each, where there are several.
      events.subscribe(
        { types: [identityEvents.userDeleted, workspaceEvents.accountDeleted] },
        async ({ subject, workspace }) => {
          if (subject === undefined) return;
          const scope = pluginScope('notifications', 'Notifications', { workspace, signal });
          await storage.transaction(scope, (tx) => inbox.forgetPerson(tx, subject));
        },
      ),
    );
    const watch = new PluginWatch({ plugins, storage, inbox });
    jobs.handle(watchPluginsJob, async ({ scope }) => {
      await watch.look(scope.signal);
    });
    jobs.handle(deliverJob, (job) => channels.deliver(job));
    jobs.handle(forgetJob, async (job) => {
      const own = pluginScope('notifications', 'Notifications', job.scope);
      await storage.transaction(own, async (tx) => {
        // First, so that the next of the same key is another job.
        await job.complete(tx, undefined);
        await inbox.forgetOld(tx, own);
      });
    });
    mountRoutes(http, {
      reader: new Reader(storage, events, new Visible(storage, access, config.keepDays)),
      preferences: new Preferences(storage, events, topics),
    });
    return { inbox };
  },
  async start({ deps: { jobs } }) {
    await jobs.schedule(watchPluginsJob, { name: 'watch-plugins', cron: '* * * * *', payload: {} });
  },
});
