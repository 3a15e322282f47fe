import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeanClient, requestText } from './lean-client.ts';

/**
 * `npm run bench -- requests`: requests with a verified token and with a browser's session beside bare koa on a route of the same answer, turn
 * about in the same run. Medians of several rounds, by rate and by the servers' processor time. The aim is 70 % of bare koa.
 */
const ROUNDS = Number(process.env['DATAWAVE_BENCH_ROUNDS'] ?? 7);
const CONNECTIONS = 32;
const REQUESTS = 20_000;
const AIM = 0.7;

interface Contestant {
  readonly name: string;
  readonly child: ChildProcess;
  readonly clients: readonly LeanClient[];
  readonly request: string;
  readonly rates: number[];
  readonly costs: number[];
}

const told = (message: unknown, name: string): string =>
  String(typeof message === 'object' && message !== null ? Reflect.get(message, name) : '');

function start(file: string): Promise<{ readonly child: ChildProcess; readonly said: unknown }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.once('message', (said) => resolve({ child, said }));
  });
}

const cost = ({ child }: Contestant): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (said) => resolve(Number(told(said, 'cpuMicroseconds'))));
    child.send('cpu');
  });

async function ask({ clients, request }: Contestant, times: number): Promise<number> {
  let left = times;
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (left > 0) {
        left -= 1;
        const status = await client.send(request);
        if (status !== 200) throw new Error(`answered ${status}`);
      }
    }),
  );
  return (times * 1_000) / (performance.now() - started);
}

const [bare, identity] = await Promise.all([
  start('../../../core/bench/http/bare-server.ts'),
  start('requests/identity-server.ts'),
]);
const contestant = (
  name: string,
  { child, said }: { readonly child: ChildProcess; readonly said: unknown },
  headers: Readonly<Record<string, string>>,
): Contestant => ({
  ...{ name, child, rates: [], costs: [] },
  clients: Array.from({ length: CONNECTIONS }, () => new LeanClient(Number(told(said, 'port')))),
  request: requestText('GET', '/api/v1/things/7?limit=20', { accept: 'application/json', ...headers }),
});
const authorization = `Bearer ${told(identity.said, 'token')}`;
const contestants = [
  contestant('bare koa with router', bare, { authorization }),
  contestant('with a token', identity, { authorization }),
  contestant('with a session', identity, { cookie: told(identity.said, 'cookie') }),
];
for (const one of contestants) await ask(one, REQUESTS / 2);
for (let round = 0; round < ROUNDS; round += 1)
  for (const one of contestants) {
    const before = await cost(one);
    one.rates.push(await ask(one, REQUESTS));
    one.costs.push(((await cost(one)) - before) / REQUESTS);
  }
for (const { clients } of contestants) for (const client of clients) client.close();
for (const { child } of [bare, identity]) child.disconnect();

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const [first] = contestants;
const figures = contestants.map(({ name, rates, costs }) => ({
  name,
  requestsPerSecond: Math.round(median(rates)),
  processorMicroseconds: Math.round(median(costs) * 10) / 10,
  rateRatio: Math.round((median(rates) / median(first?.rates ?? [])) * 1_000) / 1_000,
  processorRatio: Math.round((median(first?.costs ?? []) / median(costs)) * 1_000) / 1_000,
}));
for (const { name, requestsPerSecond, processorMicroseconds, rateRatio, processorRatio } of figures)
  console.log(
    `${name.padEnd(22)} ${requestsPerSecond} requests/s, ${processorMicroseconds} µs of processor; ${(rateRatio * 100).toFixed(1)} % by rate, ${(processorRatio * 100).toFixed(1)} % by processor time (aim ${AIM * 100} %)`,
  );
const results = process.env['DATAWAVE_BENCH_RESULTS'];
if (results !== undefined) {
  mkdirSync(results, { recursive: true });
  writeFileSync(
    join(results, 'requests.json'),
    JSON.stringify({ benchmark: 'requests', rounds: ROUNDS, aim: AIM, figures }),
  );
}
