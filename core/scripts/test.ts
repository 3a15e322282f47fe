import { checkApiReport } from './api-report.ts';
import { checkDocs } from './docs.ts';
import { checkGenerated } from './generate.ts';
import {
  checkFileLengths,
  checkFormatAndRules,
  checkLayerRule,
  checkLockFile,
  checkRoot,
  checkShippedFiles,
} from './lint.ts';
import { runMocha } from './test/run-mocha.ts';
import { installServerPackages } from './test/server-packages.ts';
import { closingLine, tally } from './test/tally.ts';
import { checkTypes } from './typecheck.ts';

/** What is looked at before any test runs, the quickest first. */
const CHECKS: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
  'format and lint rules': () => checkFormatAndRules(),
  'layer rule': checkLayerRule,
  'file lengths': checkFileLengths,
  'what stands at the root': checkRoot,
  'lock file': checkLockFile,
  'shipped files': checkShippedFiles,
  types: checkTypes,
  'generated files': () => checkGenerated(),
};

/** What is looked at while the tests begin: it keeps one processor busy for a while. */
const BESIDE: typeof CHECKS = {
  'API report': () => checkApiReport(),
  'documentation of the SDK': checkDocs,
};

/**
 * `npm test [-- FILE... --grep TEXT]`: everything, or the given test files alone. The last line is always
 * `N passed, N failed, N skipped`; the exit code is 1 when anything failed.
 */
async function main(args: readonly string[]): Promise<void> {
  const firstOption = args.findIndex((argument) => argument.startsWith('-'));
  const files = firstOption < 0 ? args : args.slice(0, firstOption);
  const options = firstOption < 0 ? [] : args.slice(firstOption);
  installServerPackages();
  const isWhole = files.length === 0;
  const before = isWhole ? await runChecks(CHECKS) : [];
  const running = runMocha(files, options);
  // A failure to run them is told below, where they are waited for.
  running.catch(() => undefined);
  const checks = isWhole ? [...before, ...(await runChecks(BESIDE))] : [];
  const mocha = await running;
  const isContinuous = process.env['CI'] === 'true';
  const total = tally(checks, mocha, isContinuous);
  if (isContinuous && mocha !== undefined && mocha.skipped.length > 0) {
    console.log(`FAILED: ${mocha.skipped.length} tests were skipped, and with CI=true nothing is skipped`);
  }
  process.exitCode = total.failed > 0 ? 1 : 0;
  console.log(closingLine(total));
}

/** Runs some checks one after the other, and answers which of them are sound. */
async function runChecks(checks: typeof CHECKS): Promise<readonly boolean[]> {
  const outcomes: boolean[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const started = performance.now();
    const isSound = await attempt(check);
    outcomes.push(isSound);
    console.log(`${isSound ? 'ok' : 'FAILED'}: ${name} (${Math.round(performance.now() - started)} ms)`);
  }
  return outcomes;
}

async function attempt(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch (error) {
    console.error(error);
    return false;
  }
}

await main(process.argv.slice(2));
