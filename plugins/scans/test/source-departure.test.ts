import { endOf, withDatabase } from '@datawave/core/test-platform';
import { catalogService, complianceService, type SourceDeparture, scansService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench, tables } from './scan-bench.ts';

const PEOPLE = {
  email: ['amelia@example.com', 'noah@example.org', 'clara@example.net'],
  iban: ['DE89370400440532013000', 'GB82WEST12345698765432', 'FR1420041010050500013M02606'],
};

describe('the deletion of a source', () => {
  const bench = scanBench({ plugins: ['review'] });
  const { get, register, staged, start } = bench;
  const remove = bench.removeSource;
  const departure = async (id: string): Promise<SourceDeparture> =>
    (await bench.test.request('GET', `/api/v1/sources/${id}/departure`)).body as SourceDeparture;
  const count = (table: string, sourceId: string): Promise<number> =>
    withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from ${table} where source_id = $1`,
        [sourceId],
      );
      return rows[0]?.count ?? 0;
    });

  it('cancels its scan with that reason, whatever is being read, and lets nothing of it be written afterwards', async () => {
    staged.assets = tables(8);
    staged.hold();
    const source = await register();
    const run = await start(source.id);
    await staged.held(3);
    expect((await departure(source.id)).goes).to.include('The scan that is going on: it is cancelled.');
    expect((await bench.test.request('DELETE', `/api/v1/sources/${source.id}`)).status).to.equal(202);
    // At once, and not when whoever reads has given up.
    const ended = await bench.test.service(scansService).get(bench.test.scope(), run);
    expect(ended).to.deep.include({
      state: 'cancelled',
      tasks: { total: 8, done: 8, failed: 0, skipped: 0 },
    });
    expect(ended).to.have.nested.property('error.code', 'DW_SCAN_SOURCE_DELETED');
    const transitions = items(await get(`${run}/transitions`));
    expect(transitions.at(-1)).to.include({
      to: 'cancelled',
      reason: `its source "${source.title}" was deleted`,
    });
    expect(items(await get(`${run}/tasks`)).map((task) => Reflect.get(task, 'state'))).to.deep.equal(
      Array(8).fill('cancelled'),
    );
    expect(items(await get(`${run}/problems`))).to.have.length(0);
    staged.release();
    const late = await bench.test.request('POST', '/api/v1/scans', { body: { sourceId: source.id } });
    expect(late.status).to.equal(404);
    // What was being read has come to its end once another scan has.
    const other = await register();
    await endOf(bench.test, await start(other.id));
    expect(await count('catalog.assets', source.id)).to.equal(0);
    expect(await count('scans.asset_states', source.id)).to.equal(0);
  });

  it('gives the next scan that waits its turn', async () => {
    staged.assets = tables(1);
    staged.hold();
    const sources = [];
    for (let number = 0; number < 5; number += 1) sources.push(await register());
    const runs: string[] = [];
    for (const { id } of sources) runs.push(await start(id));
    // Four at once; the fifth waits.
    await staged.held(3);
    const [first] = sources;
    const last = runs.at(-1) ?? '';
    expect(field(await get(last), 'state')).to.equal('queued');
    await remove(first?.id ?? '');
    while (field(await get(last), 'state') === 'queued')
      await new Promise((resolve) => setTimeout(resolve, 20));
    staged.release();
    for (const run of runs.slice(1))
      expect(await endOf(bench.test, run)).to.have.property('state', 'completed');
  });

  it('cancels a scan that has not begun, or is paused', async () => {
    staged.assets = tables(2);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    staged.discovering = () => {
      reached.resolve();
      return gate.promise;
    };
    const [looked, paused] = [await register(), await register()];
    const first = await start(looked.id);
    await reached.promise;
    const second = await start(paused.id);
    await bench.act(second, 'pause');
    await remove(looked.id);
    await remove(paused.id);
    gate.resolve();
    for (const run of [first, second])
      expect(await endOf(bench.test, run), run).to.have.property('state', 'cancelled');
  });

  it('says beforehand what goes and what stays, and that is what happens', async () => {
    staged.assets = [
      {
        name: 'people',
        columns: PEOPLE,
      },
      { name: 'things' },
    ];
    const source = await register();
    const run = await start(source.id);
    await endOf(bench.test, run);
    const scope = bench.test.scope();
    const open = async () =>
      (await bench.test.service(complianceService).summary(scope, { sourceId: source.id })).open;
    const violations = await open();
    expect(violations).to.be.greaterThan(0);
    const { goes, stays } = await departure(source.id);
    expect(goes).to.include('Its connection.');
    expect(goes).to.include('2 assets in lists, facets and figures of the catalog.');
    expect(goes).to.include(
      'What is remembered of 2 assets, by which the next scan would know what changed.',
    );
    expect(goes.find((sentence) => sentence.includes('violation'))).to.match(
      /closed, because the source was deleted/,
    );
    expect(stays).to.include('1 scan that has ended, with the outcome of each asset.');
    expect(stays.some((sentence) => sentence.includes('as history'))).to.equal(true);
    const removed = await remove(source.id);
    expect(removed.body).to.deep.include({ goes, stays });
    expect(
      (await bench.test.service(catalogService).summary(scope, { sourceId: source.id })).assets,
    ).to.equal(0);
    expect(await open()).to.equal(0);
    const history = await bench.test.request('GET', `/api/v1/violations?state=resolved&source=${source.id}`);
    expect(items(history)).to.have.length(violations);
    expect(items(history)[0]).to.include({ resolution: `the source "${source.title}" was deleted` });
    expect(await count('scans.asset_states', source.id)).to.equal(0);
    expect(await count('catalog.assets', source.id)).to.equal(2);
    expect(field(await get(run), 'state')).to.equal('completed');
    expect((await bench.test.request('GET', `/api/v1/sources/${source.id}/departure`)).status).to.equal(404);
    // Its states are on record for as long as anybody may ask who deleted it.
    const record = await withDatabase(bench.folder, (client) =>
      client.query<{ to: string; actor: string }>(
        'select to_state as to, actor from sources.transitions where source_id = $1 order by id',
        [source.id],
      ),
    );
    expect(record.rows.map(({ to }) => to)).to.deep.equal(['registered', 'active', 'deleted']);
    expect(record.rows.at(-1)?.actor).to.equal('user:admin');
  });

  it('leaves alone what a source of the same name has taken over while it is waited for', async () => {
    staged.assets = [{ name: 'people', columns: PEOPLE }];
    const source = await register();
    await endOf(bench.test, await start(source.id));
    const other = await register();
    const of = (id: string) =>
      `select state, resolution from compliance.violations where source_id = '${id}'`;
    const takeOver = (table: string, condition: string): string =>
      `update ${table} set source_id = '${other.id}' where source_id = '${source.id}' and ${condition}`;
    await withDatabase(bench.folder, async (client) => {
      await client.query(takeOver('review.columns', "name = 'iban'"));
      await client.query('begin');
      await client.query(takeOver('compliance.violations', "column_name = 'email'"));
      const removed = remove(source.id);
      const waiting = 'select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))';
      while ((await client.query(waiting)).rowCount === 0)
        await new Promise((resolve) => setTimeout(resolve, 10));
      await client.query('commit');
      await removed;
      const [left, kept] = [
        (await client.query(of(source.id))).rows,
        (await client.query(of(other.id))).rows,
      ];
      expect(new Set(left.map(({ state }) => state))).to.deep.equal(new Set(['resolved']));
      expect(kept.length).to.be.greaterThan(0);
      expect(new Set(kept.map(({ state }) => state))).to.deep.equal(new Set(['open']));
      const columns = await client.query(
        `select name, is_retired from review.columns where source_id in ($1, $2) order by name`,
        [source.id, other.id],
      );
      expect(columns.rows).to.deep.equal([
        { name: 'email', is_retired: true },
        { name: 'iban', is_retired: false },
      ]);
    });
  });

  it('is told no more of violations that a new source of the same name has, too', async () => {
    staged.assets = [{ name: 'people', columns: PEOPLE }];
    const source = await register();
    await endOf(bench.test, await start(source.id));
    await remove(source.id);
    const { key, title, connector } = source;
    const { body } = await bench.test.request('POST', '/api/v1/sources', {
      body: { key, title, connector, config: { host: 'a' } },
    });
    const again = String(Reflect.get(Object(body), 'id'));
    await endOf(bench.test, await start(again));
    const open = items(await bench.test.request('GET', `/api/v1/violations?source=${again}`));
    expect(open).to.have.length.greaterThan(0);
    for (const violation of open) expect(violation).to.include({ state: 'open', resolution: null });
  });

  it('is done once by two who ask for it, while its scan writes', async () => {
    staged.assets = tables(60);
    const source = await register();
    const run = await start(source.id);
    while (staged.sampled.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    const answers = await Promise.all([remove(source.id), remove(source.id)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([202, 404]);
    expect((await endOf(bench.test, run)).state).to.be.oneOf(['cancelled', 'completed']);
    expect(
      (await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: source.id })).assets,
    ).to.equal(0);
  });

  it('is found out by a run whose scans were away when it happened', async () => {
    staged.assets = tables(6);
    staged.hold();
    const source = await register();
    const run = await start(source.id);
    await staged.held(3);
    await bench.test.kernel.disable('scans');
    staged.release();
    await remove(source.id);
    await bench.test.kernel.enable('scans');
    const ended = await endOf(bench.test, run);
    expect(ended).to.have.property('state', 'cancelled');
    expect(ended.tasks.failed).to.equal(0);
  });

  it('is told to plugins that were away, as soon as they are back', async () => {
    staged.assets = [{ name: 'people', columns: PEOPLE }];
    const source = await register();
    await endOf(bench.test, await start(source.id));
    const open = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from compliance.violations where source_id = $1 and state = 'open'`,
          [source.id],
        );
        return rows[0]?.count ?? 0;
      });
    expect(await open()).to.be.greaterThan(0);
    expect(await count('scans.asset_states', source.id)).to.equal(1);
    for (const plugin of ['scans', 'compliance']) await bench.test.kernel.disable(plugin);
    expect((await remove(source.id)).status).to.equal(202);
    expect(await open()).to.be.greaterThan(0);
    for (const plugin of ['compliance', 'scans']) await bench.test.kernel.enable(plugin);
    while ((await open()) > 0 || (await count('scans.asset_states', source.id)) > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const { rows } = await withDatabase(bench.folder, (client) =>
      client.query<{ told: string[] }>('select told from sources.departures where source_id = $1', [
        source.id,
      ]),
    );
    expect(rows[0]?.told).to.include.members(['catalog', 'compliance', 'scans']);
  });

  it('goes on where it was when what it does fails, and takes everything away in parts', async () => {
    staged.assets = [{ name: 'people', columns: PEOPLE }];
    const source = await register();
    await endOf(bench.test, await start(source.id));
    const assets = 2500;
    await withDatabase(bench.folder, async (client) => {
      const { workspace } = bench.test.scope();
      await client.query(
        `insert into scans.asset_states (workspace_id, source_id, urn, name, fingerprint, columns, settings_key, run_id, duration_ms)
         select $1, $2, 'urn:dw:staged:s:main/x' || n, 'main.x' || n, 'f', '[]', 'k', gen_random_uuid(), 5 from generate_series(1, $3::int) n`,
        [workspace, source.id, assets],
      );
      // The second part of it fails until somebody mends it.
      await client.query(`create function scans.refuse() returns trigger language plpgsql as
        $$ begin if old.name = 'main.x2400' then raise exception 'not now' using errcode = '40001'; end if; return old; end $$`);
      await client.query(
        'create trigger refuse before delete on scans.asset_states for each row execute function scans.refuse()',
      );
    });
    expect((await bench.test.request('DELETE', `/api/v1/sources/${source.id}`)).status).to.equal(202);
    const departed = () => bench.test.request('GET', `/api/v1/sources/departures/${source.id}`);
    const isFailing = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query(
          `select 1 from core.jobs where name = 'sources.depart' and payload ->> 'sourceId' = $1 and attempt > 0 and error_code is not null`,
          [source.id],
        );
        return rows.length > 0;
      });
    while (!(await isFailing())) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(field(await departed(), 'state')).to.equal('deleting');
    expect((await bench.test.request('GET', `/api/v1/sources/${source.id}`)).status).to.equal(404);
    expect(JSON.stringify(items(await bench.test.request('GET', '/api/v1/sources/departures')))).to.include(
      source.id,
    );
    const before = Number(field(await departed(), 'taken'));
    expect(before).to.be.greaterThan(1000);
    await withDatabase(bench.folder, (client) => client.query('drop trigger refuse on scans.asset_states'));
    while (field(await departed(), 'state') === 'deleting')
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await count('scans.asset_states', source.id)).to.equal(0);
    expect(Number(field(await departed(), 'taken'))).to.be.at.least(assets + 2);
  });

  it('lets runs follow the load of their source while they run', async () => {
    staged.assets = tables(30);
    staged.hold();
    const source = await register();
    const load = (maxConcurrency: number) => ({
      maxConcurrency,
      maxStatementsPerSecond: null,
      statementTimeoutMs: 60_000,
    });
    const patch = (body: object) => bench.test.request('PATCH', `/api/v1/sources/${source.id}`, { body });
    await patch({ load: load(1) });
    const run = await start(source.id);
    await staged.held(1);
    const handedOut = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from scans.tasks where run_id = $1 and state in ('queued', 'running')`,
          [run],
        );
        return rows[0]?.count ?? 0;
      });
    expect(await handedOut()).to.equal(1);
    await patch({ load: load(12) });
    // The next task that ends makes room for as many as the source may have now.
    staged.release();
    staged.hold();
    while ((await handedOut()) < 12) await new Promise((resolve) => setTimeout(resolve, 20));
    staged.release();
    expect(await endOf(bench.test, run)).to.deep.include({ state: 'completed' });
  });
});
