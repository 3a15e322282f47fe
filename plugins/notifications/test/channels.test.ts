import { pluginFolder } from '@datawave/core/test-platform';
import {
  type ChannelMessage,
  coreServices,
  DataWaveError,
  DEFAULT_WORKSPACE,
  definePlugin,
  type NotificationRequest,
  notificationChannelPoint,
  notificationsService,
  type StorageService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('channels of notifications', function () {
  this.timeout(60_000);
  let test: TestKernel;
  let storage: StorageService;
  /** What each channel was given. */
  let delivered: { readonly channel: string; readonly message: ChannelMessage }[];
  /** Attempts that a channel refuses. */
  let refusals = 0;

  const shop: TestPlugin = {
    manifest: { ...{ manifestVersion: 1, id: 'shop', apiVersion: '^0.1.0' }, needs: { database: 'own' } },
    plugin: definePlugin()({
      deps: { storage: coreServices.storage },
      setup({ deps, extensions }) {
        storage = deps.storage;
        for (const id of ['pager', 'chat', 'unused'])
          extensions.contribute(notificationChannelPoint, id, {
            info: { id, version: '1.0.0', title: id, description: 'For this test.' },
            async deliver(message) {
              delivered.push({ channel: id, message });
              refusals -= 1;
              if (refusals >= 0)
                throw new DataWaveError({ code: 'DW_SHOP_AWAY', message: 'It is away.', hint: 'Wait.' });
            },
          });
        return {};
      },
    }),
  };
  const send = async (request: Partial<NotificationRequest>, fails = false): Promise<void> => {
    const scope = test.scope();
    const full = {
      to: [{ kind: 'principal', id: 'user:ann' }],
      topic: 'shop.stock',
      title: 'Tea',
      ...request,
    } as const;
    await storage.transaction(scope, async (tx) => {
      await test.service(notificationsService).send(tx, scope, full);
      if (fails) throw new Error('rolled back');
    });
  };

  before(async () => {
    const channels = { pager: ['shop.stock', 'hot.*'], chat: ['*'], missing: ['hot.*'] };
    test = await createTestKernel({
      plugins: [{ directory: pluginFolder('notifications'), config: { channels } }, shop],
    });
    expect(test.plugin('notifications')).to.include({ state: 'active', reason: null });
  });
  beforeEach(() => {
    delivered = [];
    refusals = 0;
  });
  after(() => test?.stop());

  it('get the topics that the operator chose, once for each notification, in one plain line', async () => {
    await send({ to: [], title: 'Concerns nobody' });
    await send({ title: 'Rolled back' }, true).catch(() => undefined);
    await send({ topic: 'shop.order', title: 'For the chat alone' });
    await send({
      to: ['ann', 'bob'].map((name) => ({ kind: 'principal' as const, id: `user:${name}` })),
      ...{ href: '/stock/7', tone: 'warning' },
      ...{
        title: '{n, plural, one {# piece} other {# pieces}} of {name} left',
        values: { n: 1, name: '<b>Tea\n' },
      },
    });
    await until(() => delivered.length >= 3);
    expect(delivered.map(({ channel, message }) => `${channel}: ${message.text}`).sort()).to.deep.equal([
      'chat: 1 piece of <b>Tea left',
      'chat: For the chat alone',
      'pager: 1 piece of <b>Tea left',
    ]);
    expect(delivered.find(({ channel }) => channel === 'pager')?.message).to.deep.include({
      ...{ topic: 'shop.stock', href: '/stock/7', tone: 'warning', workspace: DEFAULT_WORKSPACE },
    });
  });

  it('are given what they did not take once more, as the same message', async () => {
    refusals = 1;
    await send({ topic: 'shop.order' });
    await until(() => delivered.length === 2);
    expect(delivered[1]).to.deep.equal(delivered[0]);
  });

  it('keep nobody from being told where one is missing: its messages wait as jobs that say why', async () => {
    await send({ topic: 'hot.news' });
    await until(() => delivered.length === 2);
    const { body } = await test.request('GET', '/api/v1/jobs?name=notifications.deliver&limit=50');
    expect(JSON.stringify(body)).to.contain('DW_NOTIFICATION_CHANNEL_MISSING').and.to.contain('missing');
  });
});
