import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, withDatabase } from '@datawave/core/test-platform';
import {
  type AccessDecider,
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type EventsService,
  type NotificationRequest,
  type NotificationRule,
  notificationRulePoint,
  notificationsService,
  type Principal,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import {
  createTestKernel,
  type TestKernel,
  type TestPlugin,
  type TestResponse,
} from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { ShownNotice } from '../src/notice-row.ts';
import type { Preference } from '../src/preferences.ts';

const PATIENCE_MS = 30_000;
const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000aa';
const person = (name: string): Principal => ({
  id: `user:${name}`,
  kind: 'user',
  displayName: name,
  roles: [],
});

interface Listed {
  readonly items: readonly ShownNotice[];
  readonly nextCursor: string | null;
  readonly unread: number;
}

describe('the inbox', function () {
  this.timeout(60_000);
  let folder: string;
  let here: TestKernel;
  let there: TestKernel;
  let lent: { readonly storage: StorageService; readonly events: EventsService };
  let composed = 0;
  /** By principal: permissions, and sources that may be seen; what both replicas decide by. */
  const held = new Map<
    string,
    { readonly permissions: readonly string[]; readonly sources?: readonly string[] }
  >();

  const decider: AccessDecider = {
    decide: ({ principal }, { permission, attributes }) => {
      const { permissions = [], sources } = held.get(principal.id) ?? {};
      const source = attributes?.source;
      const allowed =
        permissions.includes(permission) &&
        (sources === undefined || source == null || sources.includes(source));
      return { allowed, reason: 'So it is.' };
    },
    filter: ({ principal }, permission, { source }) => {
      const { permissions = [], sources } = held.get(principal.id) ?? {};
      if (!permissions.includes(permission)) return { passes: 'none', predicate: sql`false` };
      if (sources === undefined || source === undefined) return { passes: 'all', predicate: sql`true` };
      return { passes: 'some', predicate: sql`coalesce(${source} = any(${[...sources]}::text[]), false)` };
    },
  };
  const rule: NotificationRule = {
    topics: [
      { id: 'shop.order', title: 'Orders' },
      { id: 'shop.stock', title: 'Stock' },
    ],
    on: ['shop.order.placed'],
    compose: (_scope, { subject = '' }) => {
      composed += 1;
      return Promise.resolve([
        {
          ...{ topic: 'shop.order', title: 'Order {order} was placed', values: { order: subject } },
          to: [{ kind: 'principal', id: 'user:order-reader' }],
        },
      ]);
    },
  };
  const shop: TestPlugin = {
    manifest: {
      ...{ manifestVersion: 1, id: 'shop', apiVersion: '^0.1.0', needs: { database: 'own' } },
      permissions: ['stock:read', 'sources:read'].map((id) => ({ id, title: id })),
    },
    plugin: definePlugin()({
      deps: { storage: coreServices.storage, events: coreServices.events, access: coreServices.access },
      setup({ deps, extensions }) {
        lent ??= deps;
        deps.access.use(decider);
        extensions.contribute(notificationRulePoint, 'shop', rule);
        return {};
      },
    }),
  };
  const boot = (): Promise<TestKernel> =>
    createTestKernel({ dataDirectory: folder, plugins: [pluginFolder('notifications'), shop] });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-inbox-'));
    here = await boot();
    there = await boot();
    expect(here.plugin('notifications')).to.include({ state: 'active' });
  });
  after(async () => {
    await there?.stop();
    await here?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const send = (request: Partial<NotificationRequest>, workspace = DEFAULT_WORKSPACE): Promise<void> => {
    const scope = here.scope({ workspace });
    const full = { to: [], topic: 'shop.order', title: 'Something happened', ...request };
    return lent.storage.transaction(scope, (tx) => here.service(notificationsService).send(tx, scope, full));
  };
  const to = (name: string) => [{ kind: 'principal', id: `user:${name}` }] as const;
  const ask = (
    name: string,
    method: string,
    path = '',
    body?: unknown,
    workspace?: string,
  ): Promise<TestResponse> =>
    there.request(method, `/api/v1/notifications${path}`, {
      as: person(name),
      ...(body === undefined ? {} : { body }),
      ...(workspace === undefined ? {} : { workspace }),
    });
  const list = async (name: string, query = '', workspace?: string): Promise<Listed> => {
    const answer = await ask(name, 'GET', query, undefined, workspace);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as Listed;
  };
  const titles = async (name: string, query = ''): Promise<readonly string[]> =>
    (await list(name, query)).items.map(({ title }) => title);

  it('shows each person their own, of their workspace, the newest first', async () => {
    await send({ to: to('ann'), title: 'First', values: { n: 1 }, href: '/scans/1?a=b#c', tone: 'danger' });
    await send({ to: [...to('ann'), ...to('bob')], title: 'Second' });
    await send({ to: to('ann'), title: 'Elsewhere' }, OTHER_WORKSPACE);
    expect(await titles('ann')).to.deep.equal(['Second', 'First']);
    expect(await titles('bob')).to.deep.equal(['Second']);
    expect(await titles('eve')).to.deep.equal([]);
    expect((await list('ann', '', OTHER_WORKSPACE)).items.map(({ title }) => title)).to.deep.equal([
      'Elsewhere',
    ]);
    const [, first] = (await list('ann')).items;
    expect(first).to.deep.include({
      values: { n: 1 },
      href: '/scans/1?a=b#c',
      tone: 'danger',
      isRead: false,
      times: 1,
    });
  });

  it('is marked, put away and read page by page, and none of it by somebody else', async () => {
    for (let n = 1; n <= 5; n += 1) await send({ to: to('cem'), title: `Number ${n}` });
    const { items, unread } = await list('cem');
    expect(unread).to.equal(5);
    const [fifth, fourth, third] = items.map(({ id }) => id);
    expect((await ask('cem', 'PATCH', `/${fifth}`, { isRead: true })).status).to.equal(204);
    expect((await ask('cem', 'DELETE', `/${third}`)).status).to.equal(204);
    for (const answer of [
      await ask('eve', 'PATCH', `/${fourth}`, { isRead: true }),
      await ask('eve', 'DELETE', `/${fourth}`),
      await ask('cem', 'DELETE', `/${third}`),
      await ask('cem', 'PATCH', `/${randomUUID()}`, { isRead: true }),
    ])
      expect(answer.status).to.equal(404);
    expect(await titles('cem')).to.deep.equal(['Number 5', 'Number 4', 'Number 2', 'Number 1']);
    expect(await titles('cem', '?state=unread')).to.deep.equal(['Number 4', 'Number 2', 'Number 1']);
    expect(await titles('cem', '?state=read')).to.deep.equal(['Number 5']);
    expect(await titles('cem', '?unreadFirst=true')).to.deep.equal([
      'Number 4',
      'Number 2',
      'Number 1',
      'Number 5',
    ]);
    const first = await list('cem', '?limit=3');
    expect(await titles('cem', `?limit=3&cursor=${first.nextCursor}`)).to.deep.equal(['Number 1']);
    expect((await ask('cem', 'POST', '/read')).status).to.equal(204);
    expect((await list('cem')).unread).to.equal(0);
    // One of those that were marked together becomes unread by itself.
    expect((await ask('cem', 'PATCH', `/${fourth}`, { isRead: false })).status).to.equal(204);
    expect(await titles('cem', '?state=unread')).to.deep.equal(['Number 4']);
    await send({ to: to('cem'), title: 'Number 6' });
    expect(await titles('cem', '?state=unread')).to.deep.equal(['Number 6', 'Number 4']);
  });

  it('makes one of what is alike, which is unread again', async () => {
    await send({ to: to('dee'), title: '{n} to review', values: { n: 1 }, dedupeKey: 'review' });
    await ask('dee', 'POST', '/read');
    await send({ to: to('dee'), title: 'Another' });
    await send({ to: to('dee'), title: '{n} to review', values: { n: 7 }, dedupeKey: 'review' });
    const { items, unread } = await list('dee');
    expect(items.map(({ title, values, times }) => [title, values, times])).to.deep.equal([
      ['{n} to review', { n: 7 }, 2],
      ['Another', {}, 1],
    ]);
    expect(unread).to.equal(2);
  });

  it('reaches who holds a permission when they look, but not who did it', async () => {
    await send({ to: [{ kind: 'permission', permission: 'stock:read' }], except: 'user:gil', title: 'Low' });
    held.set('user:fay', { permissions: ['stock:read'] });
    held.set('user:gil', { permissions: ['stock:read'] });
    expect(await titles('fay')).to.deep.equal(['Low']);
    expect(await titles('gil')).to.deep.equal([]);
    expect(await titles('eve')).to.deep.equal([]);
    const [low] = (await list('fay')).items;
    expect((await ask('eve', 'PATCH', `/${low?.id}`, { isRead: true })).status).to.equal(404);
    held.set('user:hal', { permissions: ['stock:read'] });
    await ask('fay', 'DELETE', `/${low?.id}`);
    expect([await titles('fay'), await titles('hal')]).to.deep.equal([[], ['Low']]);
    held.delete('user:hal');
    expect(await titles('hal')).to.deep.equal([]);
  });

  it('leaves out what somebody does not want to be told', async () => {
    await send({ to: to('ida'), topic: 'shop.order', title: 'Order' });
    await send({ to: to('ida'), topic: 'shop.stock', title: 'Stock' });
    const before = (await ask('ida', 'GET', '/preferences')).body as {
      readonly items: readonly Preference[];
    };
    expect(before.items.map(({ id, inApp }) => [id, inApp])).to.deep.equal([
      ['shop.order', true],
      ['shop.stock', true],
      ['platform.plugin-revoked', true],
      ['platform.plugin-failed', true],
    ]);
    expect((await ask('ida', 'PUT', '/preferences/shop.stock', { inApp: false })).status).to.equal(200);
    expect(await titles('ida')).to.deep.equal(['Order']);
    expect((await list('ida')).unread).to.equal(1);
    expect((await ask('ida', 'PUT', '/preferences/shop.nothing', { inApp: false })).status).to.equal(404);
    await ask('ida', 'PUT', '/preferences/shop.stock', { inApp: true });
    expect(await titles('ida')).to.deep.equal(['Stock', 'Order']);
  });

  it('refuses links that lead out of the platform, and what is too much', async () => {
    const refused: readonly Partial<NotificationRequest>[] = [
      ...[
        'https://elsewhere.example',
        '//elsewhere.example',
        '/\\elsewhere.example',
        'javascript:alert(1)',
        '/a\nb',
        '',
        'scans',
      ].map((href) => ({ href })),
      { title: '' },
      { title: 'x'.repeat(501) },
      { topic: 'Bad Topic' },
      { values: { a: 'x'.repeat(501) } },
      { values: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`v${n}`, n])) },
      { dedupeKey: 'x'.repeat(501) },
    ];
    for (const request of refused) {
      const error: unknown = await send({ to: to('jon'), ...request }).catch((reason: unknown) => reason);
      expect(error, JSON.stringify(request)).to.include({ code: 'DW_NOTIFICATION_INVALID' });
    }
    expect(await titles('jon')).to.deep.equal([]);
  });

  it('tells each event once, with two replicas that both hear it', async () => {
    const orders = Array.from({ length: 25 }, (_, n) => `order-${n}`);
    for (const order of orders) {
      const scope = here.scope();
      await lent.storage.transaction(scope, (tx) =>
        lent.events.publish(tx, scope, { type: 'shop.order.placed', subject: order, data: {} }),
      );
    }
    const end = Date.now() + PATIENCE_MS;
    const told = async (): Promise<readonly unknown[]> =>
      (await list('order-reader', '?limit=200')).items.map(({ values }) => values['order']);
    while ((await told()).length < orders.length) expect(Date.now()).to.be.below(end);
    expect([...(await told())].reverse()).to.deep.equal(orders);
    expect(composed).to.be.at.least(orders.length);
  });

  it('is forgotten after its time in every workspace, also where nothing more is told', async () => {
    await send({ to: to('old'), title: 'Of long ago' }, OTHER_WORKSPACE);
    await send({ to: to('old'), title: 'Of today' }, OTHER_WORKSPACE);
    const scope = here.scope({ workspace: OTHER_WORKSPACE });
    const rows = <Row extends object>(query: ReturnType<typeof sql>): Promise<readonly Row[]> =>
      lent.storage.transaction(scope, (tx) => lent.storage.query<Row>(tx, query));
    await rows(
      sql`update notifications.notices set at = now() - interval '1000 days' where title = 'Of long ago'`,
    );
    const kept = async (): Promise<readonly string[]> =>
      (
        await rows<{ title: string }>(sql`select title from notifications.notices where person = 'user:old'`)
      ).map(({ title }) => title);
    const jobs = (): Promise<readonly { readonly state: string }[]> =>
      withDatabase(folder, async (client) => {
        const text = `select state from core.jobs where name = 'notifications.forget' and workspace_id = $1`;
        return (await client.query<{ readonly state: string }>(text, [OTHER_WORKSPACE])).rows;
      });
    const due = async (): Promise<void> =>
      withDatabase(folder, async (client) => {
        await client.query(
          `update core.jobs set state = 'waiting', run_at = now() where name = 'notifications.forget' and state = 'delayed' and workspace_id = $1`,
          [OTHER_WORKSPACE],
        );
      });
    expect((await jobs()).map(({ state }) => state)).to.deep.equal(['delayed']);
    await due();
    while ((await kept()).length > 1) await new Promise((next) => setTimeout(next, 20));
    expect(await kept()).to.deep.equal(['Of today']);
    // Another look is due while there is anything.
    while (!(await jobs()).some(({ state }) => state === 'delayed'))
      await new Promise((next) => setTimeout(next, 20));
  });

  it('never shows anybody what they may not see, and nobody else’s', async () => {
    const sources = ['alpha', 'beta', 'gamma'];
    const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
    let seed = 42;
    const next = (bound: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % bound;
    };
    for (const name of people)
      held.set(`user:${name}`, {
        permissions: ['stock:read', 'sources:read'].filter(() => next(3) > 0),
        ...(next(2) === 0 ? {} : { sources: sources.filter(() => next(2) === 0) }),
      });
    const sent: { readonly title: string; readonly to: string; readonly source: string | null }[] = [];
    for (let n = 0; n < 60; n += 1) {
      const title = `Property ${n}`;
      const recipient = next(3) === 0 ? 'stock:read' : `user:${people[next(people.length)]}`;
      const source = next(2) === 0 ? null : (sources[next(sources.length)] ?? null);
      sent.push({ title, to: recipient, source });
      await send({
        title,
        to: [
          recipient.startsWith('user:')
            ? { kind: 'principal', id: recipient }
            : { kind: 'permission', permission: recipient },
        ],
        ...(source === null ? {} : { about: { permission: 'sources:read', attributes: { source } } }),
      });
    }
    for (let round = 0; round < 2; round += 1) {
      for (const name of people) {
        const scope = { ...there.scope(), principal: person(name) };
        const expected: string[] = [];
        for (const { title, to: recipient, source } of sent) {
          const isAddressed = recipient === scope.principal.id;
          const holds = (await decider.decide(scope, { permission: recipient })).allowed;
          const maySee =
            source === null ||
            (await decider.decide(scope, { permission: 'sources:read', attributes: { source } })).allowed;
          if ((isAddressed || holds) && maySee) expected.push(title);
        }
        const shown = (await titles(name, '?limit=200')).filter((title) => title.startsWith('Property'));
        expect([...shown].reverse(), `${name}, round ${round}`).to.deep.equal(expected);
        expect((await list(name)).unread).to.be.at.least(Math.min(expected.length, 100));
      }
      // Rights are others the second time: what was seen is gone, what was hidden is there.
      for (const name of people)
        held.set(`user:${name}`, { permissions: ['sources:read'], sources: ['beta'] });
    }
  });
});
