import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gate } from '@datawave/core/test-platform';
import { coreServices, definePlugin, type EventsService, type StorageService } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { openEventStream } from '../src/ui/client/event-stream.ts';
import { LiveConnection } from '../src/ui/live/live-connection.ts';
import type { LiveState } from '../src/ui/live/live-updates.ts';

const TOKEN = 'Bearer ann';

describe('the connection over which a browser hears what has changed', function () {
  this.timeout(60_000);
  let folder: string;
  let test: TestKernel | null = null;
  let lent: { readonly storage: StorageService; readonly events: EventsService };
  let gate: Gate;
  const tabs: Tab[] = [];

  const shop: TestPlugin = {
    manifest: {
      ...{ manifestVersion: 1, id: 'shop', apiVersion: '^0.1.0', needs: { database: 'own' } },
      contributes: { live: [{ topic: 'carts', events: ['shop.cart.*'], permission: 'signed-in' }] },
    },
    plugin: definePlugin()({
      deps: {
        storage: coreServices.storage,
        events: coreServices.events,
        authentication: coreServices.authentication,
      },
      setup({ deps }) {
        lent = deps;
        deps.authentication.use(({ headers }) =>
          headers['authorization'] === TOKEN
            ? {
                principal: { id: 'user:ann', kind: 'user', displayName: 'Ann', roles: [] },
                workspace: '00000000-0000-7000-8000-000000000001',
              }
            : null,
        );
        return {};
      },
    }),
  };

  /** A tab of one browser. */
  class Tab {
    readonly told: string[] = [];
    readonly states: LiveState[] = [];
    readonly refused: number[] = [];
    opened = 0;
    readonly connection: LiveConnection;
    readonly #waiting = new Set<() => void>();

    constructor(o: { readonly isAlone?: boolean; readonly token?: string } = {}) {
      this.connection = new LiveConnection({
        open: (options) => {
          this.opened += 1;
          openEventStream(`http://127.0.0.1:${gate.port}/api/v1/ui/events`, options, {
            authorization: o.token ?? TOKEN,
          });
        },
        onRefused: ({ status }) => {
          this.refused.push(status);
          this.#wake();
        },
        locks: o.isAlone === true ? undefined : navigator.locks,
        channel: (name) => new BroadcastChannel(name),
        silenceMs: 1_500,
      });
      for (const topic of ['carts', 'plugins', 'session'])
        this.connection.follow(topic, () => {
          this.told.push(topic);
          this.#wake();
        });
      this.connection.onStateChange((state) => {
        this.states.push(state);
        this.#wake();
      });
      tabs.push(this);
    }

    #wake(): void {
      for (const look of [...this.#waiting]) look();
    }

    until(holds: () => boolean): Promise<void> {
      return new Promise((resolve) => {
        const look = (): void => {
          if (!holds()) return;
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
        look();
      });
    }

    untilState(state: LiveState): Promise<void> {
      return this.until(() => this.connection.state === state);
    }
  }

  const boot = async (): Promise<void> => {
    test = await createTestKernel({ dataDirectory: folder, plugins: [shop], http: 'always' });
    gate.target = Number(new URL(test.kernel.address ?? '').port);
  };
  const publish = (): Promise<void> => {
    if (test === null) throw new Error('The server is away.');
    const scope = test.scope();
    return lent.storage.transaction(scope, (tx) =>
      lent.events.publish(tx, scope, { type: 'shop.cart.filled', data: {} }),
    );
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-live-'));
    gate = new Gate();
    await gate.listen();
    await boot();
  });
  afterEach(() => {
    for (const tab of tabs.splice(0)) tab.connection.stop();
    gate.isHolding = false;
  });
  after(async () => {
    await gate?.close();
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('is behind while the server is away, live when it is back, and tells what happened in between', async () => {
    const tab = new Tab();
    tab.connection.start('killed');
    await tab.untilState('live');
    await publish();
    await tab.until(() => tab.told.includes('carts'));
    await test?.stop();
    test = null;
    gate.cut();
    await tab.untilState('behind');
    tab.told.length = 0;
    await boot();
    await publish();
    await tab.untilState('live');
    await tab.until(() => tab.told.includes('carts'));
  });

  it('is behind when a proxy keeps to itself what the server says', async () => {
    const tab = new Tab();
    tab.connection.start('held');
    await tab.untilState('live');
    gate.isHolding = true;
    await tab.untilState('behind');
    tab.told.length = 0;
    await publish();
    gate.isHolding = false;
    await tab.untilState('live');
    await tab.until(() => tab.told.includes('carts'));
  });

  it('serves all tabs with one connection, and passes it on when the tab that has it is closed', async () => {
    const before = gate.connections;
    const many = Array.from({ length: 8 }, () => new Tab());
    for (const tab of many) tab.connection.start('shared');
    await Promise.all(many.map((tab) => tab.untilState('live')));
    await publish();
    await Promise.all(many.map((tab) => tab.until(() => tab.told.includes('carts'))));
    expect(gate.connections - before).to.equal(1);
    const leader = many.find(({ opened }) => opened > 0);
    const others = many.filter((tab) => tab !== leader);
    expect(others.map(({ opened }) => opened)).to.deep.equal(others.map(() => 0));
    for (const tab of others) tab.told.length = 0;
    leader?.connection.stop();
    await publish();
    await Promise.all(others.map((tab) => tab.until(() => tab.told.includes('carts'))));
    expect(others.reduce((sum, { opened }) => sum + opened, 0)).to.equal(1);
  });

  it('keeps tabs of other people and workspaces apart, and listens alone where a browser has no locks', async () => {
    const [one, other, alone] = [new Tab(), new Tab(), new Tab({ isAlone: true })];
    one.connection.start('ann/default');
    other.connection.start('ann/other');
    alone.connection.start('ann/default');
    await Promise.all([one, other, alone].map((tab) => tab.untilState('live')));
    expect([one, other, alone].map(({ opened }) => opened)).to.deep.equal([1, 1, 1]);
  });

  it('says so when the session has ended', async () => {
    const tab = new Tab({ token: 'Bearer nobody' });
    tab.connection.start('nobody');
    await tab.until(() => tab.refused.length > 0);
    expect(tab.refused).to.deep.equal([401]);
    expect(tab.connection.state).to.equal('behind');
  });
});
