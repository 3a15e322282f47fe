import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE, sql, workspaceTable } from '@datawave/plugin-sdk';
import { defineEntity, p } from '@datawave/plugin-sdk/storage';
import pg from 'pg';
import { createEvents, eventsMigrations } from '../src/events/events.ts';
import { openStorage } from '../src/storage/storage.ts';
import type { StoragePlugin } from '../src/storage/storage-plugin.ts';
import { silentLog, testScope } from '../test/storage.ts';

/**
 * `npm run bench -- storage`: transactions of one insert through the storage, with row-level security, beside the same
 * insert by the bare driver without it; publishing an event on top; the way of an event to a subscriber; the swap of
 * the entities. On a cluster of its own with durable commits. Contestants take turns; medians are compared.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 7);
const TRANSACTIONS = 400;
const LANES = 8;
const EVENTS = 2_000;

const Row = defineEntity({
  name: 'BenchRow',
  tableName: 'rows',
  properties: { id: p.uuid().primary(), workspaceId: p.uuid(), title: p.string() },
});
const bench: StoragePlugin = {
  id: 'bench',
  schema: 'bench',
  entities: [Row],
  migrations: [
    {
      name: '0001',
      up: [
        'create table rows (id uuid primary key, workspace_id uuid not null, title text not null)',
        ...workspaceTable('rows'),
        'create table bare (id uuid primary key, workspace uuid not null, title text not null)',
      ],
    },
  ],
};
const core: StoragePlugin = { id: 'core', schema: 'core', entities: [], migrations: eventsMigrations };

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function inLanes(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (left-- > 0) await work();
    }),
  );
  return count / ((performance.now() - started) / 1000);
}

const directory = mkdtempSync(join(tmpdir(), 'datawave-bench-storage-'));
const storage = await openStorage({ url: 'embedded', dataDirectory: directory, log: silentLog });
const events = createEvents({ storage, log: silentLog });
const pool = new pg.Pool({ host: join(directory, 'run'), user: 'postgres', database: 'datawave', max: 10 });
try {
  await storage.migrate([core, bench]);
  const swaps: number[] = [];
  for (let round = 0; round < 20; round++) {
    const started = performance.now();
    await storage.activate([core, bench]);
    swaps.push(performance.now() - started);
  }
  const pending: number[] = [];
  for (let round = 0; round < 20; round++) {
    const started = performance.now();
    await storage.migrate([core, bench]);
    pending.push(performance.now() - started);
  }

  const service = storage.service('bench');
  const publisher = events.service('bench');
  const scope = testScope();
  const contestants: Readonly<Record<string, () => Promise<unknown>>> = {
    'bare driver: begin, insert, commit': async () => {
      const client = await pool.connect();
      await client.query('begin');
      await client.query('insert into bench.bare values ($1, $2, $3)', [
        randomUUID(),
        DEFAULT_WORKSPACE,
        'title',
      ]);
      await client.query('commit');
      client.release();
    },
    'storage: insert by SQL': () =>
      service.transaction(scope, (tx) =>
        service.query(
          tx,
          sql`insert into bench.rows values (${randomUUID()}, ${DEFAULT_WORKSPACE}, ${'title'})`,
        ),
      ),
    'storage: insert by unit of work': () =>
      service.transaction(scope, async (tx) => {
        const em = service.unitOfWork(tx);
        em.persist(em.create(Row, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'title' }));
      }),
    'storage: insert by SQL and publish': () =>
      service.transaction(scope, async (tx) => {
        await service.query(
          tx,
          sql`insert into bench.rows values (${randomUUID()}, ${DEFAULT_WORKSPACE}, ${'title'})`,
        );
        await publisher.publish(tx, scope, { type: 'bench.row.created', data: { title: 'title' } });
      }),
  };
  const rates = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, work] of Object.entries(contestants)) {
      const rate = await inLanes(TRANSACTIONS, work);
      // The first round warms up.
      if (round > 0) rates.get(name)?.push(rate);
    }
  }

  await events.start();
  let heard = 0;
  let onHeard = (): void => undefined;
  publisher.subscribe({ types: ['bench.way.*'] }, () => {
    heard++;
    onHeard();
  });
  const publish = (): Promise<void> =>
    service.transaction(scope, (tx) => publisher.publish(tx, scope, { type: 'bench.way.gone', data: null }));
  const ways: number[] = [];
  for (let index = 0; index < 100; index++) {
    const arrived = new Promise<void>((resolve) => {
      onHeard = resolve;
    });
    await publish();
    const committed = performance.now();
    await arrived;
    ways.push(performance.now() - committed);
  }
  heard = 0;
  const started = performance.now();
  const all = new Promise<void>((resolve) => {
    onHeard = () => {
      if (heard === EVENTS) resolve();
    };
  });
  await inLanes(EVENTS, publish);
  await all;
  const eventsPerSecond = EVENTS / ((performance.now() - started) / 1000);

  const bare = median(rates.get('bare driver: begin, insert, commit') ?? []);
  const figures = [...rates].map(([name, values]) => ({
    name,
    perSecond: Math.round(median(values)),
    ratio: Number((median(values) / bare).toFixed(2)),
  }));
  console.table(figures);
  const single = {
    eventToSubscriberMs: Number(median(ways).toFixed(2)),
    eventsEndToEndPerSecond: Math.round(eventsPerSecond),
    entitySwapMs: Number(median(swaps).toFixed(2)),
    nothingToMigrateMs: Number(median(pending).toFixed(2)),
  };
  console.table(single);
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined) {
    mkdirSync(results, { recursive: true });
    writeFileSync(
      join(results, 'storage.json'),
      JSON.stringify({ transactions: figures, ...single }, null, 2),
    );
  }
} finally {
  await events.stop();
  await pool.end();
  await storage.close();
  rmSync(directory, { recursive: true, force: true });
}
