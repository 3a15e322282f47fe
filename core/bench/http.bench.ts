import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { load } from './http/load.ts';

/**
 * The kernel's HTTP part against bare koa with its router on the same route, in the same run: 100 plugins with 500 routes
 * mounted; authenticated, authorised, validated, counted, with ETag, request id, deadline and security headers.
 * Servers are measured in turns, because other work on the machine comes and goes; medians are compared.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const MILLISECONDS = 1_200;
const CONNECTIONS = 32;
const TOKEN = `dwa_${'x'.repeat(43)}`;
const REQUEST = `GET /api/v1/things/7?limit=20 HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: bench\r\nAccept: application/json\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`;

interface Contestant {
  readonly name: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly rates: number[];
  readonly costs: number[];
}

const isPinned = pinned();

const contestants = await Promise.all([
  start('bare koa with router', 'bare-server.ts'),
  start('kernel', 'kernel-server.ts'),
  start('kernel without rates', 'kernel-server.ts', '--no-rates'),
  start('kernel with access log', 'kernel-server.ts', '--access-log'),
]);
try {
  for (const { port } of contestants)
    await load({ port, request: REQUEST, connections: CONNECTIONS, milliseconds: 1_500 });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contestant of contestants) {
      const before = await cpuMicroseconds(contestant);
      const { answers, seconds } = await load({
        port: contestant.port,
        request: REQUEST,
        connections: CONNECTIONS,
        milliseconds: MILLISECONDS,
      });
      contestant.rates.push(answers / seconds);
      contestant.costs.push(((await cpuMicroseconds(contestant)) - before) / answers);
    }
  }
} finally {
  for (const { child } of contestants) child.disconnect();
}

const [bare, ...kernels] = contestants;
if (!bare) throw new Error('nothing was measured');
const figures = kernels.map((kernel) => ({
  name: kernel.name,
  requestsPerSecond: Math.round(median(kernel.rates)),
  processorMicroseconds: round1(median(kernel.costs)),
  rateRatio: round3(median(kernel.rates) / median(bare.rates)),
  processorRatio: round3(median(bare.costs) / median(kernel.costs)),
  target: kernel.name === 'kernel with access log' ? 0.5 : 0.7,
}));
console.log(
  `bare koa with router       ${Math.round(median(bare.rates))} requests/s, ${round1(median(bare.costs))} µs of processor each`,
);
for (const figure of figures) {
  console.log(
    `${figure.name.padEnd(26)} ${figure.requestsPerSecond} requests/s, ${figure.processorMicroseconds} µs; ${percent(figure.rateRatio)} of bare koa by rate, ${percent(figure.processorRatio)} by processor time (target ${percent(figure.target)})`,
  );
}
console.log(
  JSON.stringify({
    benchmark: 'http',
    rounds: ROUNDS,
    pinned: isPinned,
    bare: {
      requestsPerSecond: Math.round(median(bare.rates)),
      processorMicroseconds: round1(median(bare.costs)),
    },
    figures,
  }),
);

function start(name: string, file: string, ...options: readonly string[]): Promise<Contestant> {
  const script = fileURLToPath(new URL(`./http/${file}`, import.meta.url));
  const command = [process.execPath, script, ...options];
  const [program = '', ...rest] = isPinned ? ['taskset', '-c', '0', ...command] : command;
  const child = spawn(program, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', BENCH_TOKEN: TOKEN },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.once('message', (message) =>
      resolve({ name, child, port: numberOf(message, 'port'), rates: [], costs: [] }),
    );
  });
}

function cpuMicroseconds({ child }: Contestant): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(numberOf(message, 'cpuMicroseconds')));
    child.send('cpu');
  });
}

/** Servers on one processor, the generator on another, where the system can do that. */
function pinned(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('taskset', ['-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function numberOf(message: unknown, name: string): number {
  return Number(typeof message === 'object' && message !== null ? Reflect.get(message, name) : Number.NaN);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
