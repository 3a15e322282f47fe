import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listFiles, root } from './repository.ts';
import { runNode } from './run-tool.ts';

/** What stands in a package's folder of that name to be run by hand, and the variable that says where its results go. */
const KINDS = {
  bench: { noun: 'benchmark', variable: 'DATAWAVE_BENCH_RESULTS' },
  eval: { noun: 'evaluation', variable: 'DATAWAVE_EVAL_RESULTS' },
} as const;

/**
 * `npm run bench [-- NAME...]`, `npm run eval [-- NAME...]`: runs every `KIND/NAME.KIND.ts`, one after the other so that
 * they do not disturb each other. Each prints its figures and leaves them as JSON in the folder that the variable names.
 */
async function main([kind, ...names]: readonly string[]): Promise<void> {
  if (kind !== 'bench' && kind !== 'eval') throw new Error(`the kind is bench or eval, not ${kind}`);
  const { noun, variable } = KINDS[kind];
  const nameOf = (file: string): string => basename(file, `.${kind}.ts`);
  const results = process.env[variable] ?? join(root, 'var', kind);
  mkdirSync(results, { recursive: true });
  const programs = listFiles(`${kind}/*.${kind}.ts`).filter(
    (file) => names.length === 0 || names.includes(nameOf(file)),
  );
  if (programs.length === 0) throw new Error(`no ${noun} is named ${names.join(' or ')}`);
  const failed: string[] = [];
  for (const file of programs) {
    console.log(`\n== ${file}`);
    if ((await runNode(['--expose-gc', file], { [variable]: results })) !== 0) failed.push(file);
  }
  console.log(`\nresults as JSON: ${results}`);
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
