import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listFiles, root } from './repository.ts';
import { runNode } from './run-tool.ts';

/**
 * `npm run bench [-- NAME...]`: runs every `bench/NAME.bench.ts`, one after the other so that they do not disturb each
 * other. Each prints its figures and leaves them as JSON in the folder that DATAWAVE_BENCH_RESULTS names.
 */
async function main(names: readonly string[]): Promise<void> {
  const results = process.env['DATAWAVE_BENCH_RESULTS'] ?? join(root, 'var', 'bench');
  mkdirSync(results, { recursive: true });
  const benches = listFiles('bench/*.bench.ts').filter(
    (file) => names.length === 0 || names.includes(nameOf(file)),
  );
  if (benches.length === 0) throw new Error(`no benchmark is named ${names.join(' or ')}`);
  const failed: string[] = [];
  for (const file of benches) {
    console.log(`\n== ${file}`);
    if ((await runNode(['--expose-gc', file], { DATAWAVE_BENCH_RESULTS: results })) !== 0) failed.push(file);
  }
  console.log(`\nresults as JSON: ${results}`);
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
}

function nameOf(file: string): string {
  return basename(file, '.bench.ts');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
