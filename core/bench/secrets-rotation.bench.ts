import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVault } from '../src/security/vault.ts';
import { openStorage } from '../src/storage/storage.ts';
import { coreStorage } from '../src/subsystems/core-migrations.ts';
import { silentLog, testScope } from '../test/storage.ts';

/**
 * `npm run bench -- secrets-rotation`: 10,000 secrets are wrapped under a new key by a process that is killed in the middle and by one
 * that goes on, while this one reads and writes. On a cluster of its own with durable commits. The time counts from the start of the
 * first process to the end of the second, starts and kill included.
 */
const SECRETS = Number(process.env['DATAWAVE_BENCH_SECRETS'] ?? 10_000);
const TARGET_SECONDS = 60;
const BATCH = 500;

const directory = mkdtempSync(join(tmpdir(), 'datawave-bench-rotation-'));
const keyFile = join(directory, 'vault.key');
const storage = await openStorage({ url: 'embedded', dataDirectory: directory, log: silentLog });
try {
  await storage.migrate([coreStorage]);
  await storage.activate([{ id: 'sources', schema: 'sources', entities: [], migrations: [] }]);
  const vault = await createVault({ storage, keyFile, log: silentLog, env: {} });
  const secrets = vault.service('bench');
  const core = storage.service('core');
  const filled = performance.now();
  for (let from = 0; from < SECRETS; from += BATCH)
    await core.transaction(testScope(), async (tx) => {
      for (let index = from; index < Math.min(from + BATCH, SECRETS); index += 1)
        await secrets.put(tx, testScope(), `source/${index}/password`, `value ${index}`);
    });
  console.log(`${SECRETS} secrets stored in ${((performance.now() - filled) / 1000).toFixed(1)} s`);

  let isOn = true;
  const reads: number[] = [];
  const writes: number[] = [];
  const timed = async (into: number[], work: () => Promise<unknown>): Promise<void> => {
    const started = performance.now();
    await work();
    into.push(performance.now() - started);
  };
  const beside = async (): Promise<void> => {
    for (let turn = 0; isOn; turn += 1) {
      const name = `source/${(turn * 7919) % SECRETS}/password`;
      await timed(reads, () => secrets.reveal(testScope(), name));
      if (turn % 10 === 0)
        await timed(writes, () =>
          core.transaction(testScope(), (tx) => secrets.put(tx, testScope(), `new/${turn}`, 'value')),
        );
    }
  };
  const others = beside();

  const rotate = (): ReturnType<typeof fork> =>
    fork(join(import.meta.dirname, '../test/rotation-process.ts'), [
      JSON.stringify({ url: 'embedded', dataDirectory: directory, keyFile }),
    ]);
  const started = performance.now();
  const first = rotate();
  await new Promise<void>((resolve) => {
    first.on('message', (progress: { readonly done: number }) => {
      if (progress.done >= SECRETS / 2) resolve();
    });
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  const killed = performance.now();
  const second = rotate();
  let rest = 0;
  second.on('message', (message: { readonly count?: number }) => {
    rest = message.count ?? rest;
  });
  const [code] = await once(second, 'exit');
  const seconds = (performance.now() - started) / 1000;
  isOn = false;
  await others;
  const keys = await storage.execute({
    text: 'select key_id from core.secrets group by key_id',
    parameters: [],
  });
  const p95 = (times: readonly number[]): string =>
    ([...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN).toFixed(1);
  console.log(`killed after ${((killed - started) / 1000).toFixed(1)} s; the second process wrapped ${rest}`);
  console.log(`rotated in ${seconds.toFixed(1)} s (target under ${TARGET_SECONDS} s)`);
  console.log(
    `meanwhile ${reads.length} reads, p95 ${p95(reads)} ms, longest ${Math.max(...reads).toFixed(1)} ms; ${writes.length} writes, p95 ${p95(writes)} ms, longest ${Math.max(...writes).toFixed(1)} ms`,
  );
  if (code !== 0 || keys.length !== 1 || seconds >= TARGET_SECONDS) {
    console.error(`The rotation ended with ${code}, ${keys.length} keys in use.`);
    process.exitCode = 1;
  }
} finally {
  await storage.close();
  rmSync(directory, { recursive: true, force: true });
}
