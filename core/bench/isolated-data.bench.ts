import { join } from 'node:path';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { probeWalls } from '../src/isolation/walls/index.ts';
import { keeperService } from '../test/isolation/keeper/src/contract.ts';

/**
 * `npm run bench -- isolated-data`: what one query of a plugin costs, and one transaction with it, in process and behind each wall, where every
 * statement crosses to the process that holds the connection.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 1000);
const KEEPER = join(import.meta.dirname, '../test/isolation/keeper');

const quantile = (values: readonly number[], part: number): number =>
  Number(([...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN).toFixed(3));

const probes = await probeWalls();
const results: Record<string, unknown> = {};
for (const level of ['in-process', 'child', 'confined'] as const) {
  if (!probes[level].available) continue;
  await using kernel = await createTestKernel({ plugins: [{ directory: KEEPER, isolation: level }] });
  const keeper = kernel.service(keeperService);
  await keeper.run(kernel.scope(), 'measure', 200);
  const measured = await keeper.run(kernel.scope(), 'measure', ROUNDS);
  const { queries, transactions } = measured as Record<'queries' | 'transactions', readonly number[]>;
  const figures = {
    query: { p50Ms: quantile(queries, 0.5), p99Ms: quantile(queries, 0.99) },
    transaction: { p50Ms: quantile(transactions, 0.5), p99Ms: quantile(transactions, 0.99) },
  };
  results[level] = figures;
  for (const [name, { p50Ms, p99Ms }] of Object.entries(figures))
    console.log(`${level.padEnd(11)} ${name.padEnd(12)} p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
}
console.log(JSON.stringify({ benchmark: 'isolated-data', rounds: ROUNDS, ...results }));
