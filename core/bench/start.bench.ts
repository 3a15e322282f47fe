import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm run bench -- start`: from typing `npm start` for the second time until /readyz answers 200, as a user waits for
 * it: npm, launcher, embedded database and all plugins of config/standard.yaml. Beside it a process of Node that does
 * nothing, and the same start without npm. Peak memory of everything is that of the process group: Node and PostgreSQL.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 5);
const TARGET_MS = 2000;
const DEADLINE_MS = 120_000;

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'datawave-bench-start-'));

const options = (port: number): readonly string[] => [
  '--port',
  String(port),
  '--metrics-port',
  '0',
  '--data',
  join(folder, 'data'),
];

/** Milliseconds until ready, and resident megabytes of the group then. */
async function start(
  command: string,
  args: readonly string[],
  port: number,
): Promise<{ readonly ms: number; readonly residentMb: number }> {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, DATAWAVE_ADMIN_PASSWORD: 'bench-only-password' },
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    for (;;) {
      const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isReady) break;
      if (performance.now() - started > DEADLINE_MS || child.exitCode !== null)
        throw new Error(`${command} did not become ready: ${complaint}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return { ms: performance.now() - started, residentMb: residentMegabytes() };
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

/** Memory that belongs to the processes of this bench alone (PSS: shared pages are parted among their users). */
function residentMegabytes(): number {
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) && !isOfServer(pid)) continue;
      kilobytes += Number(
        /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
      );
    } catch {
      // It has ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

/** Whether a process is a backend of the database that this bench started: their command lines do not name the folder. */
function isOfServer(pid: string): boolean {
  const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (
    parent !== undefined &&
    readFileSync(`/proc/${parent}/cmdline`, 'utf8').includes(join(folder, 'data', 'postgres'))
  );
}

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function emptyProcess(): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => {
    spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }).once('exit', () =>
      resolve(performance.now() - started),
    );
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

try {
  const first = await freePort();
  const cold = await start('npm', ['start', '--silent', '--', ...options(first)], first);
  const byNpm: number[] = [];
  const direct: number[] = [];
  const empty: number[] = [];
  let residentMb = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = await freePort();
    const figures = await start('npm', ['start', '--silent', '--', ...options(one)], one);
    byNpm.push(figures.ms);
    residentMb = Math.max(residentMb, figures.residentMb);
    const other = await freePort();
    direct.push(
      (await start(process.execPath, [join(root, 'core/bin/start.mjs'), ...options(other)], other)).ms,
    );
    empty.push(await emptyProcess());
  }
  const figures = {
    firstMs: cold.ms,
    secondMs: median(byNpm),
    slowestMs: Math.max(...byNpm),
    withoutNpmMs: median(direct),
    emptyNodeMs: median(empty),
    residentMb,
    targetMs: TARGET_MS,
  };
  console.log(`first start with everything installed (makes the database, ${figures.firstMs.toFixed(0)} ms)`);
  console.log(
    `second npm start to ready: ${figures.secondMs.toFixed(0)} ms (slowest of ${ROUNDS}: ${figures.slowestMs.toFixed(0)}), without npm ${figures.withoutNpmMs.toFixed(0)} ms, an empty Node ${figures.emptyNodeMs.toFixed(0)} ms; target ${TARGET_MS} ms`,
  );
  console.log(`resident when ready, Node and PostgreSQL together: ${residentMb.toFixed(0)} MB`);
  const results = process.env['DATAWAVE_BENCH_RESULTS'];
  if (results !== undefined) writeFileSync(join(results, 'start.json'), JSON.stringify(figures, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
