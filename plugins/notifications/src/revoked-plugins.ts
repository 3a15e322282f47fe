import {
  type NotificationRule,
  type NotificationTopic,
  type PluginRevokedEvent,
  pluginEvents,
} from '@datawave/plugin-sdk';

const TOPIC: NotificationTopic = {
  id: 'platform.plugin-revoked',
  title: 'Plugins that were revoked',
  description: 'A registry says that an installed plugin is not to be used any more.',
};

/** Tells those who see plugins of one that its registry has revoked. */
export const notifyOfRevoked: NotificationRule = {
  topics: [TOPIC],
  on: [pluginEvents.revoked],
  async compose(_scope, { subject, data }) {
    // The kernel publishes this type, and with this data.
    const { name, title, version, action } = data as unknown as PluginRevokedEvent;
    return [
      {
        to: [{ kind: 'permission', permission: 'plugins:read' }],
        topic: TOPIC.id,
        title: 'The plugin {title} was revoked by its registry',
        values: { title },
        href:
          subject === undefined || subject === name ? '/plugins' : `/plugins/${encodeURIComponent(subject)}`,
        tone: 'danger',
        dedupeKey: `${name} ${version} ${action}`,
      },
    ];
  },
};
