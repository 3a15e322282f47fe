import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type EventsService,
  type Principal,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { follow, type Told } from '../../test/live-reader.ts';

const PATIENCE_MS = 30_000;
const person = (name: string): Principal => ({
  id: `user:${name}`,
  kind: 'user',
  displayName: name,
  roles: [],
});
const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000aa';

/** Beside what plugins do, which come up one after the other. */
const own = ({ topics }: Told): readonly string[] =>
  [...topics].filter((topic) => topic !== 'plugins').sort();

describe('live updates', () => {
  let folder: string;
  let here: TestKernel;
  let there: TestKernel;
  let lent: { readonly storage: StorageService; readonly events: EventsService };
  /** Permissions by principal; what both replicas decide by. */
  const held = new Map<string, Set<string>>();

  const shop: TestPlugin = {
    manifest: {
      ...{ manifestVersion: 1, id: 'shop', apiVersion: '^0.1.0', needs: { database: 'own' } },
      permissions: ['carts', 'bills', 'staff'].map((name) => ({ id: `${name}:read`, title: `See ${name}` })),
      contributes: {
        live: [
          { topic: 'carts', events: ['shop.cart.*'], permission: 'carts:read' },
          { topic: 'bills', events: ['shop.bill.paid', 'shop.cart.emptied'], permission: 'bills:read' },
          { topic: 'staff', events: ['shop.staff.*'], permission: 'staff:read', reach: 'platform' },
          { topic: 'post', events: ['shop.letter.*'], permission: 'signed-in', personal: true },
          { topic: 'session', events: ['shop.rights.changed'], permission: 'signed-in' },
        ],
      },
    },
    plugin: definePlugin()({
      deps: { storage: coreServices.storage, events: coreServices.events, access: coreServices.access },
      setup({ deps }) {
        lent = deps;
        deps.access.use({
          decide: ({ principal }, { permission }) => {
            const allowed = held.get(principal.id)?.has(permission) ?? false;
            return { allowed, reason: 'So it is.' };
          },
          filter: () => ({ passes: 'none', predicate: sql`false` }),
        });
        return {};
      },
    }),
  };
  const extra: TestPlugin = {
    manifest: { manifestVersion: 1, id: 'extra', apiVersion: '^0.1.0' },
    plugin: definePlugin()({ setup: () => ({}) }),
  };

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-live-'));
    here = await createTestKernel({ dataDirectory: folder, plugins: [shop, extra], http: 'always' });
    there = await createTestKernel({ dataDirectory: folder, plugins: [shop, extra], http: 'always' });
  });
  after(async () => {
    await there?.stop();
    await here?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const publish = (
    type: string,
    workspace = DEFAULT_WORKSPACE,
    subject: string | null = randomUUID(),
  ): Promise<void> => {
    const scope = here.scope({ workspace });
    return lent.storage.transaction(scope, (tx) =>
      lent.events.publish(tx, scope, {
        type,
        ...(subject === null ? {} : { subject }),
        data: { secret: 'CANARY' },
      }),
    );
  };
  const streams: Told[] = [];
  const read = async (test: TestKernel, name: string, after?: string): Promise<Told> => {
    const told = follow(test, person(name), after === undefined ? {} : { after });
    streams.push(told);
    await told.first;
    return told;
  };
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.end();
  });

  it('tells on every replica what has changed, of what the reader may know, and nothing else of it', async function () {
    this.timeout(PATIENCE_MS);
    held.set('user:ann', new Set(['carts:read']));
    held.set('user:bob', new Set(['carts:read', 'bills:read']));
    const [ann, bob] = await Promise.all([read(here, 'ann'), read(there, 'bob')]);
    await publish('shop.cart.emptied');
    await Promise.all([ann.until('carts'), bob.until('bills')]);
    expect(own(ann)).to.deep.equal(['carts']);
    expect(own(bob)).to.deep.equal(['bills', 'carts']);
    expect(ann.text + bob.text).not.to.match(/CANARY|user:|shop/);
  });

  it('keeps workspaces apart, but for what is of all of them', async function () {
    this.timeout(PATIENCE_MS);
    held.set('user:cem', new Set(['carts:read', 'staff:read']));
    const cem = await read(here, 'cem');
    await publish('shop.cart.filled', OTHER_WORKSPACE);
    await publish('shop.staff.hired', OTHER_WORKSPACE);
    await cem.until('staff');
    expect(own(cem)).to.deep.equal(['staff']);
  });

  it('tells of what is somebody’s own to that one alone, also when they come again', async function () {
    this.timeout(PATIENCE_MS);
    held.set('user:ann', new Set(['carts:read']));
    held.set('user:bob', new Set(['carts:read']));
    const [ann, bob] = await Promise.all([read(here, 'ann'), read(there, 'bob')]);
    const { lastId } = bob;
    await publish('shop.letter.sent', DEFAULT_WORKSPACE, 'user:ann');
    await publish('shop.cart.filled');
    await Promise.all([ann.until('post'), ann.until('carts'), bob.until('carts')]);
    expect([own(ann), own(bob)]).to.deep.equal([['carts', 'post'], ['carts']]);
    expect(own(await read(here, 'bob', lastId))).to.deep.equal(['carts']);
    // A process that has seen nothing of it itself looks it up.
    const kept = lent;
    await using fresh = await createTestKernel({
      dataDirectory: folder,
      plugins: [shop, extra],
      http: 'always',
    });
    lent = kept;
    expect(own(await read(fresh, 'bob', lastId))).to.deep.equal(['carts']);
    expect(own(await read(fresh, 'ann', lastId))).to.include('post');
    await publish('shop.letter.sent', DEFAULT_WORKSPACE, null);
    await bob.until('post');
  });

  it('says much at once in few messages', async function () {
    this.timeout(PATIENCE_MS);
    held.set('user:dee', new Set(['carts:read', 'staff:read']));
    const dee = await read(here, 'dee');
    const began = performance.now();
    for (let round = 0; round < 40; round += 1)
      await Promise.all(Array.from({ length: 10 }, () => publish('shop.cart.filled')));
    await publish('shop.staff.hired');
    await dee.until('staff');
    const seconds = (performance.now() - began) / 1000;
    expect(dee.messages).to.be.at.most(Math.ceil(seconds * 2) + 2);
  });

  it('tells what happened in between to who comes again, on whichever replica', async function () {
    this.timeout(PATIENCE_MS);
    held.set('user:eva', new Set(['carts:read']));
    const before = await read(here, 'eva');
    before.end();
    await publish('shop.cart.filled');
    await publish('shop.bill.paid');
    // It is in the log once another reader has heard of it.
    held.set('user:fay', new Set(['bills:read']));
    const again = await read(there, 'eva', before.lastId);
    await again.until('carts');
    expect(own(again)).to.deep.equal(['carts']);
    const quiet = await read(there, 'eva', again.lastId);
    expect(own(quiet)).to.deep.equal([]);
  });

  it('has everything loaded again by who was away too long or names no place', async function () {
    this.timeout(PATIENCE_MS);
    for (const after of [
      '7',
      '999999999999.aaaaaaaaaaaa.bbbbbbbbbbbb',
      `${'9'.repeat(400)}`,
      '-1.x.y',
      "1'; --",
    ]) {
      const told = await read(here, 'eva', after);
      expect(told.resyncs, after).to.equal(1);
    }
  });

  it('tells that rights are others, and from then on only what they allow', async function () {
    this.timeout(PATIENCE_MS);
    held.set('user:gil', new Set(['carts:read', 'bills:read']));
    const gil = await read(here, 'gil');
    held.set('user:gil', new Set(['carts:read']));
    await publish('shop.rights.changed');
    await gil.until('session');
    await publish('shop.cart.emptied');
    await gil.until('carts');
    expect(own(gil)).to.deep.equal(['carts', 'session']);
    // Rights that are the same are nobody's business.
    const ann = await read(here, 'ann');
    await publish('shop.rights.changed');
    await publish('shop.cart.filled');
    await ann.until('carts');
    expect(own(ann)).to.deep.equal(['carts']);
    // Who was away meanwhile is told when they come again.
    gil.end();
    held.set('user:gil', new Set());
    const again = await read(there, 'gil', gil.lastId);
    expect(own(again)).to.deep.equal(['session']);
  });

  it('tells on every replica that plugins have come or gone', async function () {
    this.timeout(PATIENCE_MS);
    const readers = await Promise.all([read(here, 'ann'), read(there, 'ann')]);
    await here.kernel.disable('extra');
    await Promise.all(readers.map((reader) => reader.until('plugins')));
    const again = await read(here, 'ann', readers[0]?.lastId);
    await here.kernel.enable('extra');
    await again.until('plugins');
  });

  it('tells nobody what they may not know, whatever happens in whichever order', async function () {
    this.timeout(PATIENCE_MS * 2);
    const permissions = ['carts:read', 'bills:read', 'staff:read'];
    const of = new Map([
      ['carts', 'carts:read'],
      ['bills', 'bills:read'],
      ['staff', 'staff:read'],
    ]);
    const readers = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const name = `reader-${index}`;
        const may = new Set(permissions.filter((_permission, bit) => (index >> bit) % 2 === 1));
        held.set(`user:${name}`, may);
        return { may, told: await read(index % 2 === 0 ? here : there, name) };
      }),
    );
    const types = [
      'shop.cart.filled',
      'shop.cart.emptied',
      'shop.bill.paid',
      'shop.staff.hired',
      'shop.other.done',
    ];
    for (let turn = 0; turn < 60; turn += 1)
      await publish(
        types[(turn * 7) % types.length] ?? '',
        turn % 3 === 0 ? OTHER_WORKSPACE : DEFAULT_WORKSPACE,
      );
    for (const { may, told } of readers)
      for (const [topic, permission] of of) if (may.has(permission)) await told.until(topic);
    for (const { may, told } of readers)
      for (const topic of own(told)) expect(may.has(of.get(topic) ?? ''), topic).to.equal(true);
  });

  it('refuses a topic that is another’s, the kernel’s, or named twice', async () => {
    const claiming = (id: string, topics: readonly string[]): TestPlugin => ({
      manifest: {
        ...{ manifestVersion: 1, id, apiVersion: '^0.1.0' },
        contributes: {
          live: topics.map((topic) => ({ topic, events: [`${id}.*`], permission: 'signed-in' })),
        },
      },
      plugin: definePlugin()({ setup: () => ({}) }),
    });
    await using test = await createTestKernel({
      plugins: [
        claiming('one', ['shared']),
        claiming('two', ['shared']),
        claiming('three', ['plugins']),
        claiming('four', ['a', 'a']),
        claiming('five', ['session']),
        claiming('six', ['session', 'own']),
      ],
    });
    expect(['one', 'two', 'three', 'four', 'five', 'six'].map((id) => test.plugin(id).state)).to.deep.equal([
      'active',
      'invalid',
      'invalid',
      'invalid',
      'active',
      'active',
    ]);
  });
});
