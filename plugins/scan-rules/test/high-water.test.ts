import { endOf, withDatabase } from '@datawave/core/test-platform';
import { requireServer, sharedServers } from '@datawave/core/test-servers';
import { expect } from 'chai';
import pg from 'pg';
import { field, items, part, rulesBench } from './rules-bench.ts';

/** Of these the server tells nobody what changed: policies decide which rows are seen. */
const TABLES = [
  'CREATE TABLE orders (id int PRIMARY KEY, mail text, updated_at timestamptz) WITH (autovacuum_enabled = false)',
  "INSERT INTO orders VALUES (1, 'amelia@example.com', '2031-05-06 07:08:09Z'), (2, 'noah@example.org', '2031-05-07 07:08:09Z')",
  'ALTER TABLE orders ENABLE ROW LEVEL SECURITY',
  'CREATE TABLE people (id int PRIMARY KEY, mail text) WITH (autovacuum_enabled = false)',
  'ALTER TABLE people ENABLE ROW LEVEL SECURITY',
] as const;

describe('scans by a rule that names a column that only grows', function () {
  this.timeout(60_000);
  const bench = rulesBench(['connector-postgres']);
  const database = 'rules_high_water';
  let client: pg.Client | undefined;
  const query = (text: string) => client?.query(text);

  before(async function () {
    requireServer(this, 'postgres');
    const server = await sharedServers.postgres();
    client = new pg.Client({ connectionString: await server.createDatabase(database) });
    await client.connect();
    for (const statement of TABLES) await query(statement);
  });
  after(() => client?.end());

  const register = async (): Promise<string> => {
    const { host, port, user: username, password } = await sharedServers.postgres();
    const config = { host, port, username, password, database, sslMode: 'disable' };
    const { id } = await bench.register('postgres', config);
    return id;
  };
  /** Scans and answers of each table what became of it. */
  const scan = async (sourceId: string, ruleId: string): Promise<Readonly<Record<string, string>>> => {
    const started = await bench.test.request('POST', '/api/v1/scans', { body: { sourceId, ruleId } });
    expect(started.status, JSON.stringify(started.body)).to.equal(202);
    const run = String(field(started, 'id'));
    expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
    const tasks = items(await bench.test.request('GET', `/api/v1/scans/${run}/tasks`));
    return Object.fromEntries(
      tasks.map((task) => [String(part(task, 'name')), `${part(task, 'state')}: ${part(task, 'reason')}`]),
    );
  };

  it('read what went on in it and leave the rest, say why, and keep none of its values', async () => {
    const sourceId = await register();
    const rule = { title: 'New orders', highWater: [{ assets: 'public.*', column: 'updated_at' }] };
    const ruleId = await bench.create(rule);
    expect((await bench.get(`/${ruleId}`)).body).to.deep.include({ highWater: rule.highWater });
    const people =
      'completed: its source does not tell whether its content changed: it has no column "updated_at"';
    expect((await scan(sourceId, ruleId))['public.orders']).to.equal('completed: it was not scanned before');
    expect(await scan(sourceId, ruleId)).to.deep.equal({
      'public.orders': 'skipped: nothing newer than before in updated_at',
      'public.people': people,
    });
    await query("INSERT INTO orders VALUES (3, 'clara@example.net', '2031-05-08 07:08:09Z')");
    expect((await scan(sourceId, ruleId))['public.orders']).to.equal('completed: updated_at went on since');
    await query("UPDATE orders SET mail = 'x' WHERE id = 1");
    await query('DELETE FROM orders WHERE id = 2');
    expect((await scan(sourceId, ruleId))['public.orders'], 'which a column does not tell').to.equal(
      'skipped: nothing newer than before in updated_at',
    );
    const kept = await withDatabase(bench.folder, async (database) => {
      const { rows } = await database.query<{ kept: string }>(
        'select marker as kept from scans.asset_states where marker is not null union all select asset::text from scans.tasks',
      );
      return rows.map((row) => row.kept).join('\n');
    });
    expect(kept).to.include('high-water:').and.to.include('"high-water"');
    expect(kept).to.not.include('2031-05');
  });

  it('read after some days what the column tells nothing new of: rows that were deleted or changed without it', async () => {
    const sourceId = await register();
    const highWater = [{ assets: 'public.orders', column: 'updated_at' }];
    const rule = await bench.create({ title: 'Orders, every week', highWater, fullReadEveryDays: 7 });
    /** Moves the last scans of all assets back. */
    const age = (days: number) =>
      withDatabase(bench.folder, (database) =>
        database.query('update scans.asset_states set scanned_at = now() - make_interval(days => $1)', [
          days,
        ]),
      );
    const orders = async () => (await scan(sourceId, rule))['public.orders'];
    const due = (days: number, every: number): string =>
      `nothing is newer in updated_at, but it was last read ${days} days ago, and the rule has it read every ${every} days`;
    expect(await orders()).to.equal('completed: it was not scanned before');
    await query("UPDATE orders SET mail = 'y' WHERE id = 1");
    await age(6);
    expect(await orders()).to.equal('skipped: nothing newer than before in updated_at');
    await age(8);
    const preview = await bench.request('POST', `/${rule}/preview`, { sourceId });
    expect(
      (field(preview, 'assets') as readonly object[]).find(
        (asset) => part(asset, 'name') === 'public.orders',
      ),
    ).to.include({ isRead: true, reason: `the rule lets it in; ${due(8, 7)}` });
    expect(await orders()).to.equal(`completed: ${due(8, 7)}`);
    expect(await orders(), 'which begins the days anew').to.equal(
      'skipped: nothing newer than before in updated_at',
    );
    const patched = await bench.request('PATCH', `/${rule}`, { fullReadEveryDays: null });
    expect(patched.body).to.include({ fullReadEveryDays: null });
    await age(4000);
    expect(await orders(), 'never').to.equal('skipped: nothing newer than before in updated_at');
  });

  it('do so each 30 days unless the rule says how often, and say nothing of it where no column tells what changed', async () => {
    const highWater = [{ assets: '*', column: 'id' }];
    const rule = await bench.create({ title: 'Grows', highWater });
    expect((await bench.get(`/${rule}`)).body).to.include({ fullReadEveryDays: 30 });
    const changed = await bench.request('PATCH', `/${rule}`, { fullReadEveryDays: 1 });
    expect(changed.body).to.include({ fullReadEveryDays: 1, version: 2 });
    const { body } = await bench.get(`/${rule}/versions/2`);
    expect(part(body, 'changes')).to.deep.equal([{ pointer: '/fullReadEveryDays', from: 30, to: 1 }]);
    const cleared = await bench.request('PATCH', `/${rule}`, { highWater: [] });
    expect(cleared.body).to.not.have.any.keys('highWater', 'fullReadEveryDays');
    for (const fullReadEveryDays of [0, -1, 1.5, 3651, '7', true])
      expect((await bench.request('POST', '', { title: 'x', highWater, fullReadEveryDays })).status).to.equal(
        400,
      );
  });

  it('are told in their preview, which names columns that cannot do so', async () => {
    const sourceId = await register();
    const rule = {
      highWater: [
        { assets: '*.people', column: 'mail' },
        { assets: '*', column: 'updated_at' },
      ],
    };
    const kept = await bench.create({ title: 'Orders', ...rule });
    await scan(sourceId, kept);
    const preview = await bench.request('POST', `/${kept}/preview`, { sourceId });
    const assets = Object.fromEntries(
      (field(preview, 'assets') as readonly object[]).map((asset) => [part(asset, 'name'), asset]),
    );
    expect(assets['public.orders']).to.include({
      isRead: false,
      reason: 'the rule lets it in; nothing newer than before in updated_at',
    });
    expect(assets['public.people']).to.include({ isRead: true });
    expect(
      (field(preview, 'warnings') as readonly object[]).find(
        (warning) => part(warning, 'code') === 'DW_SCAN_RULE_HIGH_WATER',
      ),
    ).to.deep.include({
      message:
        'The column that is to tell what changed cannot do so for 1 asset, such as public.people: its column "mail" holds neither numbers nor dates or timestamps.',
    });
    for (const highWater of [
      [{ assets: '*' }],
      [{ assets: '*', column: '' }],
      [{ assets: 'a[', column: 'x' }],
    ])
      expect((await bench.request('POST', '', { title: 'x', highWater })).status).to.equal(400);
    const cleared = await bench.request('PATCH', `/${kept}`, { highWater: [] });
    expect(cleared.body).to.not.have.property('highWater');
  });
});
