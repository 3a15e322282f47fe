import type { MochaResult } from './mocha-reporter.ts';

/** What a whole test run came to. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line that a test run ends with. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Adds up the checks, each of which counts as one test, and what mocha left; undefined when it crashed.
 * On a build server a skip is a failure.
 */
export function tally(
  checks: readonly boolean[],
  mocha: MochaResult | undefined,
  isContinuous: boolean,
): Tally {
  const passedChecks = checks.filter(Boolean).length;
  const skipped = mocha?.skipped.length ?? 0;
  const leaks = mocha === undefined || mocha.leaked.length > 0 ? 1 : 0;
  return {
    passed: passedChecks + (mocha?.passed ?? 0),
    failed: checks.length - passedChecks + (mocha?.failed ?? 0) + leaks + (isContinuous ? skipped : 0),
    skipped: isContinuous ? 0 : skipped,
  };
}
