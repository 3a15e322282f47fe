import type { TestResult } from './test-result.ts';

/** What a package says of its conformance, in `conformance.json`: what was asked and what came of it, no value and no time. */
export interface ConformanceReport {
  readonly version: 1;
  /** npm name. */
  readonly name: string;
  readonly packageVersion: string;
  /** Version of the SDK whose kits were run. */
  readonly sdk: string;
  /** Some check of a kit was made, and nothing failed. */
  readonly isPassed: boolean;
  /** Of all tests, the plugin's own among them. */
  readonly summary: { readonly passed: number; readonly failed: number; readonly skipped: number };
  readonly kits: readonly {
    readonly kit: string;
    readonly version: number;
    /** What was held to the kit, by its own id. */
    readonly subject: string;
    readonly checks: readonly { readonly title: string; readonly result: TestResult['state'] }[];
  }[];
}

/** The report of a run. The same results give the same bytes, in whatever order the files were run. */
export function conformanceReport(
  of: { readonly name: string; readonly packageVersion: string; readonly sdk: string },
  results: readonly TestResult[],
): ConformanceReport {
  const kits = new Map<
    string,
    ConformanceReport['kits'][number] & { checks: { title: string; result: TestResult['state'] }[] }
  >();
  for (const { kit, title, state } of results) {
    if (kit === null) continue;
    const key = `${kit.kit} ${kit.subject}`;
    const found = kits.get(key) ?? { kit: kit.kit, version: kit.version, subject: kit.subject, checks: [] };
    found.checks.push({ title, result: state });
    kits.set(key, found);
  }
  const count = (state: TestResult['state']): number =>
    results.filter((result) => result.state === state).length;
  const summary = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
  const checks = [...kits.values()].flatMap((kit) => kit.checks);
  return {
    version: 1,
    ...of,
    isPassed: checks.length > 0 && summary.failed === 0,
    summary,
    kits: [...kits.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kit]) => kit),
  };
}
