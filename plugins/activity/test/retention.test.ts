import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '@datawave/core/test-platform';
import { type AuditLogService, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { Config } from '../src/config.generated.ts';
import { KeepPolicy } from '../src/keep-policy.ts';
import { migrations } from '../src/migrations.ts';
import { Retention } from '../src/retention.ts';
import { SealKey } from '../src/seal-key.ts';
import { SealStore } from '../src/seal-store.ts';
import { Sealer } from '../src/sealer.ts';
import { verifyTrail } from '../src/verify-trail.ts';

const DAY_MS = 24 * 60 * 60_000;
const days = (count: number): number => Date.now() + count * DAY_MS;

type Policy = Pick<Config, 'keep' | 'keepDays' | 'minimumDays'>;

interface Trail {
  readonly log: AuditLogService;
  readonly store: SealStore;
  readonly key: SealKey;
}

describe('how long entries are kept', () => {
  let folder: string;
  let test: TestKernel;
  let trail: Trail;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-keeper-'));
    const plugin = definePlugin()({
      deps: { storage: coreServices.storage, vault: coreServices.vault, log: coreServices.auditLog },
      migrations,
      setup({ deps: { storage, vault, log } }) {
        trail = { log, store: new SealStore(storage), key: new SealKey(vault) };
        return {};
      },
    });
    const manifest = {
      manifestVersion: 1,
      id: 'keeper',
      apiVersion: '*',
      needs: { database: 'own' },
    } as const;
    test = await createTestKernel({
      dataDirectory: folder,
      plugins: [{ manifest, version: '0.1.0', plugin }],
    });
    expect(test.plugin('keeper').reason).to.equal(null);
  });
  afterEach(async () => {
    await test.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const retention = (policy: Policy, log = trail.log): Retention =>
    new Retention({ ...trail, log, policy: new KeepPolicy(policy) });
  const verify = () => verifyTrail(trail, test.scope());
  /** Records entries of these actions and seals them together. */
  const seal = async (...actions: readonly string[]): Promise<void> => {
    for (const [index, action] of actions.entries())
      await test
        .service(coreServices.audit)
        .note(test.scope(), { action, object: { type: 'note', id: String(index) } });
    await new Sealer(trail.log, trail.store, trail.key).seal(test.scope());
  };
  const actionsOf = async (what: 'trail' | 'copy'): Promise<readonly string[]> => {
    if (what === 'trail') return (await trail.log.read(test.scope())).map(({ action }) => action);
    const { store } = trail;
    const entries = await store.storage.transaction(test.scope(), (tx) =>
      store.entries(tx, { after: '0' }, 100),
    );
    return entries.map(({ record }) => record.action);
  };

  it('is by the rule with the longest beginning, never less than the minimum, and for ever where nothing is said', () => {
    const policy = new KeepPolicy({
      keepDays: 400,
      minimumDays: 30,
      keep: [
        { action: 'catalog.', days: 100 },
        { action: 'catalog.asset.', days: 7 },
      ],
    });
    expect(
      ['sources.a.b', 'catalog.x.y', 'catalog.asset.viewed'].map((action) => policy.daysOf(action)),
    ).to.deep.equal([400, 100, 30]);
    expect(new KeepPolicy({ keep: [], minimumDays: 30 }).daysOf('a.b')).to.equal(null);
    expect(new KeepPolicy({ keep: [], minimumDays: 30 }).oldest(Date.now())).to.equal(null);
    const entry = { action: 'a.b', occurredAt: '2026-01-01T00:00:00.000000Z' };
    const short = new KeepPolicy({ keep: [], keepDays: 1, minimumDays: 30 });
    expect(short.isExpired(entry, Date.parse('2026-01-30T23:59:59Z'))).to.equal(false);
    expect(short.isExpired(entry, Date.parse('2026-01-31T00:00:01Z'))).to.equal(true);
  });

  it('leaves a trail that can be verified, in which what is to be kept longer still stands', async () => {
    await seal('short.a.done', 'long.a.done', 'short.b.done');
    await seal('short.c.done');
    await seal('long.b.done');
    const policy = { keep: [{ action: 'short.', days: 30 }], keepDays: 300, minimumDays: 10 };
    expect(await retention(policy).run(test.scope(), days(29))).to.equal(0);
    expect(await retention(policy).run(test.scope(), days(31))).to.equal(3);
    expect(await actionsOf('copy')).to.deep.equal(['long.a.done', 'long.b.done']);
    expect(await actionsOf('trail')).to.deep.equal(['core.audit-entries.purged']);
    const found = await verify();
    expect(found).to.include({ isIntact: true, entries: 2, removed: '3' });

    await seal('short.d.done');
    expect((await verify()).isIntact).to.equal(true);
    expect(await retention(policy).run(test.scope(), days(301))).to.equal(4);
    expect(await actionsOf('copy')).to.deep.equal([]);
    expect(await verify()).to.include({ isIntact: true, entries: 0, removed: '7' });
    await seal('long.c.done');
    expect(await verify()).to.include({ isIntact: true, removed: '7' });
  });

  it('betrays whoever touches what is kept, the checkpoint, or puts something where something was removed', async () => {
    await seal('short.a.done', 'long.a.done', 'long.b.done');
    await seal('long.c.done');
    await seal('long.d.done');
    const policy = { keep: [{ action: 'short.', days: 30 }], minimumDays: 10 };
    await retention(policy).run(test.scope(), days(31));
    expect((await verify()).isIntact).to.equal(true);
    const columns = `workspace_id, occurred_at, plugin, request_id, principal_id, principal_kind, principal_name, action, object_type, object_id, outcome`;
    const tamperings: readonly (readonly [statement: string, position: string | null])[] = [
      [`update keeper.entries set record = jsonb_set(record, '{action}', '"x.y"') where position = 2`, '2'],
      ['delete from keeper.entries where position = 3', '3'],
      [
        `insert into keeper.entries (workspace_id, position, record) select workspace_id, 1, record from keeper.entries where position = 2`,
        '1',
      ],
      ['delete from keeper.seals where sequence = 1', null],
      ['update keeper.seals set hashes = sha256(hashes) where sequence = 1', '2'],
      ['update keeper.checkpoints set removed = 0', null],
      [`update keeper.checkpoints set state = 'removing'`, null],
      ['delete from keeper.checkpoints', null],
      [
        `insert into core.audit_entries (position, ${columns}) overriding system value select 1, ${columns} from core.audit_entries limit 1`,
        '1',
      ],
    ];
    const missed: string[] = [];
    await withDatabase(folder, async (client) => {
      const tables = ['core.audit_entries', 'keeper.entries', 'keeper.seals', 'keeper.checkpoints'];
      const kept = (table: string): string => `public.kept_${table.split('.')[1]}`;
      const own = async (table: string): Promise<string> => {
        const { rows } = await client.query<{ columns: string }>(
          `select string_agg(column_name, ', ') as columns from information_schema.columns
           where table_schema || '.' || table_name = '${table}' and is_generated = 'NEVER'`,
        );
        return rows[0]?.columns ?? '';
      };
      await client.query('set session_replication_role = replica');
      for (const table of tables)
        await client.query(`create table ${kept(table)} as select ${await own(table)} from ${table}`);
      for (const [statement, position] of tamperings) {
        const { rowCount } = await client.query(statement);
        const { isIntact, fault } = await verify();
        if (isIntact || rowCount !== 1 || (position !== null && fault?.position !== position))
          missed.push(`${statement}: ${JSON.stringify(fault)}`);
        for (const table of tables) {
          await client.query(`delete from ${table}`);
          await client.query(
            `insert into ${table} (${await own(table)}) overriding system value select ${await own(table)} from ${kept(table)}`,
          );
        }
      }
    });
    expect(missed).to.deep.equal([]);
    expect((await verify()).isIntact).to.equal(true);
  });

  it('removes nothing of a trail that was tampered with', async () => {
    await seal('short.a.done', 'short.b.done');
    await withDatabase(folder, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`update core.audit_entries set reason = 'forged' where position = 2`);
    });
    const refused = await retention({ keep: [], keepDays: 10, minimumDays: 10 })
      .run(test.scope(), days(11))
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(refused).to.have.property('code', 'DW_ACTIVITY_TRAIL_BROKEN');
    expect(await actionsOf('copy')).to.have.length(2);
    expect(await actionsOf('trail')).to.have.length(2);
  });

  it('goes on where it was interrupted, and is found intact meanwhile', async () => {
    await seal('a.b.done', 'a.b.done');
    const policy = { keep: [], keepDays: 10, minimumDays: 10 };
    const broken: AuditLogService = {
      read: (...asked) => trail.log.read(...asked),
      settled: () => trail.log.settled(),
      newest: () => trail.log.newest(),
      purge: () => Promise.reject(new Error('killed')),
    };
    const stopped = await retention(policy, broken)
      .run(test.scope(), days(11))
      .catch((error: unknown) => error);
    expect(stopped).to.have.property('message', 'killed');
    expect(await actionsOf('trail')).to.have.length(2);
    expect((await verify()).isIntact).to.equal(true);
    await retention(policy).run(test.scope(), days(11));
    expect(await actionsOf('trail')).to.deep.equal(['core.audit-entries.purged']);
    expect(await verify()).to.include({ isIntact: true, removed: '2' });
  });
});
