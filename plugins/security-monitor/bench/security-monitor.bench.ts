import { mkdtemp, rm, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { withDatabase } from '@datawave/core/test-platform';
import { coreServices, DEFAULT_WORKSPACE, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';

/**
 * `npm run bench -- security-monitor`: how fast the trail is followed when nothing in it is of interest, when one account is attacked
 * from one address, and when every failed sign-in has a name and an address of its own; and how much room that takes at most.
 */
const ENTRIES = 20_000;

/** Columns of an entry for each kind of trail; `n` counts. */
const TRAILS: Readonly<
  Record<string, { readonly entry: string; readonly address: string; readonly object: string }>
> = {
  'of no interest': { entry: 'sources.source.updated', address: `'192.0.2.1'`, object: `'s-' || n` },
  'one account': { entry: 'identity.sign-in.failed', address: `'192.0.2.1'`, object: `'user:ann'` },
  'all different': {
    entry: 'identity.sign-in.failed',
    address: `'10.' || n % 250 || '.' || (n / 250) % 250 || '.' || n / 62500`,
    object: `'unknown:' || md5(n::text)`,
  },
};

const query = <Row extends object>(folder: string, text: string): Promise<readonly Row[]> =>
  withDatabase(folder, async (client) => (await client.query<Row>(text)).rows);

/** Tells that something happened, so that the trail is looked at. */
const teller = (tell: { now?: (test: TestKernel) => Promise<void> }) => ({
  manifest: { manifestVersion: 1, id: 'bench', apiVersion: '*' } as const,
  version: '0.1.0',
  plugin: definePlugin()({
    deps: { events: coreServices.events, storage: coreServices.storage },
    setup({ deps: { events, storage } }) {
      tell.now = (test) =>
        storage.transaction(test.scope(), (tx) =>
          events.publish(tx, test.scope(), { type: 'bench.trail.filled', data: {} }),
        );
      return {};
    },
  }),
});

async function measure(name: string): Promise<Readonly<Record<string, number>>> {
  const trail = TRAILS[name];
  if (trail === undefined) throw new Error(`there is no trail ${name}`);
  const folder = await promisify(mkdtemp)(join(tmpdir(), 'datawave-monitor-bench-'));
  const tell: { now?: (test: TestKernel) => Promise<void> } = {};
  const directory = join(import.meta.dirname, '..');
  const test = await createTestKernel({
    dataDirectory: folder,
    plugins: [teller(tell), { directory, config: { watchAfterSeconds: 0.1 } }],
  });
  try {
    const plugin = trail.entry.split('.')[0];
    await query(
      folder,
      `insert into core.audit_entries (workspace_id, occurred_at, plugin, request_id, address, principal_id, principal_kind, principal_name, action, object_type, object_id, outcome, reason)
       select '${DEFAULT_WORKSPACE}', now() - make_interval(secs => (${ENTRIES} - n) * 0.01), '${plugin}', 'r-' || n, ${trail.address}, 'anonymous', 'user', 'Nobody',
         '${trail.entry}', 'user', ${trail.object}, 'failed', 'credentials' from generate_series(1, ${ENTRIES}) n`,
    );
    const [last] = await query<{ position: string }>(
      folder,
      'select max(position)::text as position from core.audit_entries',
    );
    const start = performance.now();
    await tell.now?.(test);
    for (;;) {
      const [row] = await query<{ position: string }>(
        folder,
        'select position::text as position from security_monitor.cursors',
      );
      if (BigInt(row?.position ?? 0) >= BigInt(last?.position ?? 0)) break;
      await sleep(50);
    }
    const seconds = (performance.now() - start) / 1000;
    const [room] = await query<{ incidents: number; observations: number; bytes: number }>(
      folder,
      `select (select count(*)::int from security_monitor.incidents) as incidents, (select count(*)::int from security_monitor.observations) as observations,
         (pg_total_relation_size('security_monitor.observations') + pg_total_relation_size('security_monitor.timeline'))::float8 as bytes`,
    );
    return {
      entriesPerSecond: Math.round(ENTRIES / seconds),
      incidents: room?.incidents ?? 0,
      observations: room?.observations ?? 0,
      megabytes: Number(((room?.bytes ?? 0) / 1e6).toFixed(1)),
    };
  } finally {
    await test.stop();
    await promisify(rm)(folder, { recursive: true, force: true });
  }
}

const figures: Record<string, Readonly<Record<string, number>>> = {};
for (const name of Object.keys(TRAILS)) {
  const found = await measure(name);
  figures[name] = found;
  console.log(
    `${name.padEnd(16)}${found['entriesPerSecond']} entries/s, ${found['incidents']} incidents, ${found['observations']} observations, ${found['megabytes']} MB`,
  );
}
const out = process.env['DATAWAVE_BENCH_RESULTS'];
if (out !== undefined)
  writeFileSync(join(out, 'security-monitor.json'), `${JSON.stringify(figures, null, 2)}\n`);
