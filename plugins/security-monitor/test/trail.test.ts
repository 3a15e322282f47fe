import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDatabase } from '@datawave/core/test-platform';
import {
  type AuditLogService,
  type AuditService,
  coreServices,
  definePlugin,
  type EventsService,
  identityEvents,
  type StorageService,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { MOST_OF_STRANGERS } from '../src/incidents/incident-store.ts';
import { MOST_OF_A_KEY } from '../src/observe/observation-store.ts';
import type { ListedIncident } from './watched-platform.ts';

interface Parts {
  readonly audit: AuditService;
  readonly auditLog: AuditLogService;
  readonly events: EventsService;
  readonly storage: StorageService;
}

/** A plugin in the place of another one, that does what the test says. */
const inPlaceOf = (id: string, taken: (parts: Parts) => void) => ({
  manifest: { manifestVersion: 1, id, apiVersion: '*' } as const,
  version: '0.1.0',
  plugin: definePlugin()({
    deps: {
      audit: coreServices.audit,
      auditLog: coreServices.auditLog,
      events: coreServices.events,
      storage: coreServices.storage,
    },
    setup({ deps }) {
      taken(deps);
      return {};
    },
  }),
});

describe('the trail that the monitor follows', function () {
  this.timeout(120_000);
  let folder: string;
  let test: TestKernel;
  let identity: Parts;
  let activity: Parts;
  let stranger: Parts;
  let workspaces: Parts;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-monitor-'));
    test = await createTestKernel({
      dataDirectory: folder,
      plugins: [
        inPlaceOf('identity', (parts) => {
          identity = parts;
        }),
        inPlaceOf('activity', (parts) => {
          activity = parts;
        }),
        inPlaceOf('workspaces', (parts) => {
          workspaces = parts;
        }),
        inPlaceOf('stranger', (parts) => {
          stranger = parts;
        }),
        {
          directory: join(import.meta.dirname, '..'),
          config: { watchAfterSeconds: 0.1, bruteForce: { failures: 3 }, passwordSpray: { enabled: false } },
        },
      ],
    });
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
  });
  after(async () => {
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Records failed sign-ins for names that nobody has, all at once, and tells of them. */
  const fail = (names: readonly string[]): Promise<void> =>
    identity.storage.transaction(test.scope(), async (tx) => {
      const scope = test.scope({ address: '192.0.2.9' });
      for (const name of names)
        await identity.audit.record(tx, scope, {
          action: identityEvents.signInFailed,
          object: { type: 'user', id: `unknown:${name}` },
          outcome: 'failed',
          reason: 'credentials',
        });
      await identity.events.publish(tx, scope, { type: identityEvents.signInFailed, data: {} });
    });
  const list = async (query: Readonly<Record<string, string>>): Promise<readonly ListedIncident[]> => {
    const { status, body } = await test.request(
      'GET',
      `/api/v1/security-incidents?${new URLSearchParams({ limit: '500', ...query })}`,
    );
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body as { readonly items: readonly ListedIncident[] }).items;
  };
  const query = <Row extends object>(text: string): Promise<readonly Row[]> =>
    withDatabase(folder, async (client) => (await client.query<Row>(text)).rows);
  const count = async (what: string): Promise<number> =>
    (await query<{ n: number }>(`select count(*)::int as n from security_monitor.${what}`))[0]?.n ?? -1;
  const until = async <T>(look: () => Promise<T | undefined | false>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      await sleep(20);
    }
  };
  const caughtUp = (): Promise<boolean> =>
    until(async () => {
      const log = test.service(coreServices.auditLog);
      // In this order: what is found on the way is recorded before the cursor goes on, and is to be looked at, too.
      const [row] = await query<{ position: string }>('select position::text from security_monitor.cursors');
      const [newest] = (await log.newest()).filter(({ workspace }) => workspace === test.scope().workspace);
      return BigInt(row?.position ?? 0) >= BigInt(newest?.position ?? 0);
    });
  const repeat = <T>(times: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: times }, (_, index) => make(index));

  it('fills no table, however often somebody fails', async () => {
    const times = MOST_OF_A_KEY + 200;
    await fail(repeat(times, () => 'one'));
    await until(async () =>
      (await list({ subject: 'unknown:one' })).find(({ observationCount }) => observationCount === times),
    );
    expect(await count(`observations where key = 'unknown:one'`)).to.equal(MOST_OF_A_KEY);
    expect(await count(`timeline where kind = 'observed'`)).to.be.within(1, 300);
  });

  it('opens no end of incidents about names that somebody thinks up', async () => {
    const names = repeat(MOST_OF_STRANGERS + 2, (index) => `many-${index}`);
    await fail([...names, ...names, ...names]);
    await caughtUp();
    const open = await list({ detection: 'brute-force' });
    expect(open).to.have.length(MOST_OF_STRANGERS);
    expect(new Set(open.map(({ subject }) => subject.id)).size).to.equal(MOST_OF_STRANGERS);
  });

  it('is read on from where it was left when the monitor was switched off, and says that it was', async () => {
    const before = await count(`incidents where status = 'open' and detection = 'audit-disabled'`);
    expect(before).to.equal(0);
    await withDatabase(folder, (client) =>
      client.query(`delete from security_monitor.incidents where detection = 'brute-force'`),
    );
    const at = (await query<{ position: string }>('select position::text from security_monitor.cursors'))[0]
      ?.position;
    expect((await test.request('POST', '/api/v1/plugins/security-monitor/disable')).status).to.equal(200);
    expect((await test.request('GET', '/api/v1/security-incidents')).status).to.equal(404);
    await fail(['meanwhile', 'meanwhile', 'meanwhile']);
    expect(
      (await query<{ position: string }>('select position::text from security_monitor.cursors'))[0]?.position,
    ).to.equal(at);
    expect((await test.request('POST', '/api/v1/plugins/security-monitor/enable')).status).to.equal(200);
    await fail(['afterwards']);
    await until(async () => (await list({ subject: 'unknown:meanwhile' }))[0]);
    const [off] = await list({ detection: 'audit-disabled' });
    expect(off).to.include({ severity: 'high', reach: 'platform' });
    expect(off?.subject).to.include({ kind: 'plugin', id: 'security-monitor' });
    expect(off?.accounts).to.deep.equal(['user:admin']);
  });

  it('tells of who is let into a workspace with far-reaching rights, but for whoever makes it', async () => {
    const workspace = '00000000-0000-7000-8000-0000000000c3';
    const note = (requestId: string, action: string, id: string): Promise<void> =>
      workspaces.audit.note(test.scope({ workspace, requestId }), {
        action,
        object: { type: 'principal', id },
        after: { roles: ['admin'] },
      });
    await note('r-made', workspaceEvents.created, 'theirs');
    await note('r-made', workspaceEvents.memberAdded, 'user:founder');
    await note('r-later', workspaceEvents.memberAdded, 'user:guest');
    await fail(['later']);
    const found = await until(async () => {
      const { body } = await test.request('GET', '/api/v1/security-incidents?detection=privilege-change', {
        workspace,
      });
      const { items } = body as { readonly items: readonly ListedIncident[] };
      return items.length > 0 && items;
    });
    expect(found.map(({ subject, reach }) => [subject.id, reach])).to.deep.equal([
      ['user:guest', 'workspace'],
    ]);
  });

  it('is missed when its policy removes what is too young, and when something else removes anything', async () => {
    const scope = test.scope();
    const [entry] = await activity.auditLog.read(scope, { limit: 1 });
    await activity.auditLog.purge(scope, {
      through: entry?.position ?? '0',
      reason: 'Older than the policy says.',
    });
    await fail(['later']);
    const young = await until(async () =>
      (await list({ detection: 'audit-disabled', severity: 'high' })).find(
        ({ subject }) => subject.kind === 'audit-trail',
      ),
    );
    expect(young).to.include({ reach: 'workspace' });
    expect(young.summary).to.include('younger than they may be');
    const [next] = await stranger.auditLog.read(scope, { limit: 1 });
    await stranger.auditLog.purge(scope, { through: next?.position ?? '0', reason: 'Nobody needs it.' });
    await fail(['later']);
    const worse = await until(
      async () => (await list({ detection: 'audit-disabled', severity: 'critical' }))[0],
    );
    expect(worse.id).to.equal(young.id);
  });

  it('is forgotten when it can mean nothing any more, with what was closed long ago', async () => {
    const [open] = await list({ subject: 'unknown:meanwhile' });
    const closed = { status: 'dismissed', reason: 'A test.' };
    expect(
      (await test.request('PATCH', `/api/v1/security-incidents/${open?.id}`, { body: closed })).status,
    ).to.equal(200);
    const others = (await list({ status: 'active' })).length;
    expect(await count('observations')).to.be.greaterThan(0);
    // Ten years later, at night.
    await withDatabase(folder, async (client) => {
      await client.query(`update security_monitor.observations set at = at - interval '10 years'`);
      await client.query(`update security_monitor.incidents set closed_at = closed_at - interval '10 years'`);
      await client.query(
        `update core.job_schedules set next_at = now() where job like 'security-monitor.night'`,
      );
    });
    // Whoever starts looks at what is due at once.
    for (const how of ['disable', 'enable'])
      expect((await test.request('POST', `/api/v1/plugins/security-monitor/${how}`)).status).to.equal(200);
    await until(async () => (await count(`observations where at < now() - interval '1 year'`)) === 0);
    await until(async () => (await list({})).length === others);
    expect((await list({ status: 'dismissed' })).length).to.equal(0);
  });
});
