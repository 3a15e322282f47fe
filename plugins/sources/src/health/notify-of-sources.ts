import type { NotificationRule } from '@datawave/plugin-sdk';

/** Tells those who change sources which of them cannot be reached. */
export const notifyOfSources: NotificationRule = {
  topics: [{ id: 'sources.unreachable', title: 'Sources that cannot be reached' }],
  on: ['sources.source.unreachable'],
  compose(_scope, { subject = '', data }) {
    const key: unknown = Reflect.get(Object(data), 'key');
    const title: unknown = Reflect.get(Object(data), 'title');
    if (typeof key !== 'string' || typeof title !== 'string') return Promise.resolve([]);
    return Promise.resolve([
      {
        to: [{ kind: 'permission', permission: 'sources:write' }],
        topic: 'sources.unreachable',
        title: '{source} cannot be reached',
        values: { source: title },
        tone: 'danger',
        href: `/sources/${subject}`,
        dedupeKey: subject,
        about: { permission: 'sources:read', attributes: { source: key } },
      },
    ]);
  },
};
